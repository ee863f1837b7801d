package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.List;

import io.escrowmint.model.Bytes;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.CorruptStateException;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.TopUp;
import io.escrowmint.store.SweepPage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A key of another type, whichever it is, is an error and never half a write: a wallet is
 * as it was wherever a command failed, and lawful everywhere.
 */
@Timeout(120)
class ForeignTypeTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final HttpClaim HTTP = new HttpClaim("key", Bytes.of(new byte[32]));

	@ParameterizedTest(name = "{0}, events {2}")
	@CsvSource({ "control, 0, false", "events, 1, true", "due, 2, false", "due, 2, true", "k0, 3, false", "k0, 3, true",
			"k1, 4, false", "k1, 4, true", "r0, 5, false", "r1, 6, false", "r1, 6, true" })
	void foreignKeyOfThePartitionNeverLeavesHalfAWrite(String name, int index, boolean events) {
		try (Together together = Together.inOnePartition(); RawRedis raw = together.raw()) {
			OpenStore store = together.store();
			if (events) {
				OpenStore.join(store.store().events().enable(true).toCompletableFuture());
			}
			store.topUp("w", 1_000);
			store.hold("w", 20);
			store.apply(Reserve.of("w", 1, HOUR).id("http").http(HTTP));
			store.apply(Reserve.of("w", 1, HOUR).id("dropped").http(new HttpClaim("other", Bytes.of(new byte[32]))));
			byte[] key = raw.partition("w")[index];
			raw.commands().del(key);
			raw.commands().set(key, RawRedis.bytes("foreign"));
			Object[] taking = { TopUp.of("w", 1), Consume.of("w", 1), Consume.of("w", 1).key("k"),
					Reserve.of("w", 1, HOUR).id("new"), Reserve.of("w", 1, HOUR).id("new http").http(HTTP) };
			Object[] giving = { Cancel.of("w", "hold-1"), Commit.of("w", "http"), Cancel.of("w", "hold-18"),
					Cancel.of("w", "dropped"), Cancel.of("w", "unknown") };
			for (Object request : taking) {
				assertAllOrNothing(raw, together.oneByOne(request).get(0), () -> together.oneByOne(request));
			}
			for (Object request : giving) {
				assertAllOrNothing(raw, together.oneByOne(request).get(0), () -> together.oneByOne(request));
			}
			assertAllOrNothing(together.answers(taking));
			assertAllOrNothing(together.answers(giving));
			assertThat(raw.commands().get(key)).isEqualTo(RawRedis.bytes("foreign"));
			raw.commands().del(key);
			long held = store.figures("w").held();
			long open = store.state("w").openReservations();
			assertThat(held).isEqualTo(open);
			assertThat(store.figures("w").isLawful()).isTrue();
			for (int hold = 0; hold < 20; hold++) {
				store.apply(Cancel.of("w", "hold-" + hold));
			}
			store.apply(Cancel.of("w", "http"));
			store.apply(Cancel.of("w", "dropped"));
			store.apply(Cancel.of("w", "new"));
			store.apply(Cancel.of("w", "new http"));
			assertThat(store.figures("w").held()).isZero();
			assertThat(raw.commands().exists(raw.claims("w"), raw.expiry("w"))).isZero();
		}
	}

	@Test
	void unreadableModeStopsWriting() {
		try (Together together = Together.inOnePartition(); RawRedis raw = together.raw()) {
			together.store().topUp("w", 10);
			raw.commands().set(raw.mode("w"), RawRedis.bytes("garbage"));
			List<String> before = raw.everythingOf("w");
			Object[] requests = { Consume.of("w", 1), Reserve.of("w", 1, HOUR).id("id") };
			assertThat(together.oneByOne(requests)).allSatisfy(CorruptStateTests::assertCorrupt);
			assertThat(together.answers(requests)).allSatisfy(CorruptStateTests::assertCorrupt);
			assertThat(raw.everythingOf("w")).isEqualTo(before);
		}
	}

	@Test
	void unreadableModeIsForgottenOnceItIsMended() {
		try (Together together = Together.inOnePartition(); RawRedis raw = together.raw()) {
			OpenStore store = together.store();
			store.topUp("w", 10);
			store.apply(Reserve.of("w", 1, Duration.ofMillis(1)).id("id"));
			raw.commands().set(raw.mode("w"), RawRedis.bytes("garbage"));
			long begun = raw.now();
			Awaitility.await().until(() -> sweep(store).failed() == 1);
			assertThat(raw.commands().zscore(raw.due("w"), RawRedis.bytes("w"))).isGreaterThan(begun + 1_000);
			assertThat(together.oneByOne(TopUp.of("new", 1), Consume.of("w", 1)))
				.allSatisfy(CorruptStateTests::assertCorrupt);
			assertThat(List.of("w", "new")).noneMatch(raw::isQuarantined);
			raw.commands().del(raw.mode("w"));
			CorruptStateTests.assertApplied(store.apply(TopUp.of("new", 1)));
			raw.commands().zadd(raw.due("w"), 1, RawRedis.bytes("w"));
			assertThat(sweep(store).reclaimed()).isEqualTo(1);
		}
	}

	private static SweepPage sweep(OpenStore store) {
		return OpenStore.join(store.store().sweep(0, 10).toCompletableFuture());
	}

	@ParameterizedTest
	@ValueSource(strings = { "claims", "expiry" })
	void foreignKeyOfAWalletHarmsNoNeighbour(String which) {
		try (Together together = Together.inOnePartition(); RawRedis raw = together.raw()) {
			OpenStore store = together.store();
			store.topUp("w", 1_000);
			store.hold("w", 20);
			store.topUp("neighbour", 10);
			byte[] key = which.equals("claims") ? raw.claims("w") : raw.expiry("w");
			raw.commands().del(key);
			raw.commands().set(key, RawRedis.bytes("foreign"));
			List<String> before = raw.everythingOf("w");
			List<Object> answers = together.answers(Reserve.of("neighbour", 1, HOUR).id("id"),
					Reserve.of("w", 1, HOUR).id("new"), Consume.of("neighbour", 1).key("k"));
			CorruptStateTests.assertApplied(answers.get(0), answers.get(2));
			CorruptStateTests.assertCorrupt(answers.get(1));
			answers = together.answers(Cancel.of("w", "hold-18"), Cancel.of("neighbour", "id"),
					new Query.OfWallet("neighbour"));
			CorruptStateTests.assertCorrupt(answers.get(0));
			CorruptStateTests.assertApplied(answers.get(1));
			assertThat(raw.everythingOf("w")).isEqualTo(before);
			assertThat(raw.isQuarantined("w")).isTrue();
			assertThat(store.figures("neighbour").available()).isEqualTo(9);
		}
	}

	/**
	 * Asks once more: what was refused as corrupt has left the wallet as it was.
	 */
	private static void assertAllOrNothing(RawRedis raw, Object answer, Runnable again) {
		assertAllOrNothing(List.of(answer));
		if (!(answer instanceof Outcome)) {
			List<String> before = raw.everythingOf("w");
			long events = events(raw);
			again.run();
			assertThat(raw.everythingOf("w")).isEqualTo(before);
			assertThat(events(raw)).isEqualTo(events);
		}
	}

	private static long events(RawRedis raw) {
		byte[] stream = raw.partition("w")[1];
		return raw.commands().type(stream).equals("stream") ? raw.commands().xlen(stream) : -1;
	}

	private static void assertAllOrNothing(List<Object> answers) {
		assertThat(answers).allSatisfy((answer) -> assertThat(answer).isInstanceOfAny(Outcome.class,
				CorruptStateException.class, StoreUnavailableException.class));
	}

}
