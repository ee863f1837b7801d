package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.CorruptStateException;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.PageRequest;
import io.escrowmint.model.Query;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.Withdraw;
import io.escrowmint.store.SweepPage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A state that cannot be trusted is never read, never written, and harms nobody else.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorruptStateTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final Together together = Together.inOnePartition();

	private final OpenStore store = this.together.store();

	private final RawRedis raw = this.together.raw();

	@BeforeAll
	void topUpNeighbours() {
		this.store.topUp("left", 1_000_000);
		this.store.topUp("right", 1_000_000);
	}

	@AfterAll
	void close() {
		this.raw.close();
		this.together.close();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("damages")
	void damagedStateIsNeitherReadNorWritten(String damage, byte[] value) {
		String wallet = "bad " + damage;
		this.raw.commands().set(this.raw.state(wallet), value);
		List<String> before = this.raw.everythingOf(wallet);
		assertThat(this.together.oneByOne(everyKindOfRequest(wallet))).allSatisfy(CorruptStateTests::assertCorrupt);
		assertThat(this.together.answers(everyKindOfRequest(wallet))).allSatisfy(CorruptStateTests::assertCorrupt);
		assertThat(this.raw.everythingOf(wallet)).isEqualTo(before);
		assertThat(this.raw.isQuarantined(wallet)).isTrue();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("damages")
	void neighboursInABatchWithADamagedStateAreServed(String damage, byte[] value) {
		String wallet = "next to " + damage;
		this.raw.commands().set(this.raw.state(wallet), value);
		List<Object> answers = this.together.answers(Consume.of("left", 1), Reserve.of(wallet, 1, HOUR),
				Consume.of("right", 1).key("k " + damage), Consume.of(wallet, 1).key("k"), TopUp.of("left", 1));
		assertApplied(answers.get(0), answers.get(2), answers.get(4));
		assertCorrupt(answers.get(1));
		assertCorrupt(answers.get(3));
	}

	static Stream<Arguments> damages() {
		return Stream.of(Arguments.of("garbage", RawRedis.bytes("hello")), Arguments.of("nothing", new byte[0]),
				Arguments.of("truncated header", StateBytes.lawful().truncated(40)),
				Arguments.of("missing claims", StateBytes.lawful().tail().bytes()),
				Arguments.of("short header", new byte[] { (byte) 0x92, 2, 1, (byte) 0x90 }),
				Arguments.of("unknown version", StateBytes.lawful().field(StateBytes.VERSION, 9L).bytes()),
				Arguments.of("text for a number", StateBytes.lawful().field(StateBytes.AVAILABLE, "10").bytes()),
				Arguments.of("broken law", StateBytes.lawful().figures(11L, 0L, 0L, 0L, 10L, 0L).bytes()),
				Arguments.of("negative figure", StateBytes.lawful().figures(11L, -1L, 0L, 0L, 10L, 0L).bytes()),
				Arguments.of("credits beside debt", StateBytes.lawful().figures(5L, 0L, 0L, 6L, 10L, 1L).bytes()),
				Arguments.of("beyond the limit",
						StateBytes.lawful().figures(1L << 53, 0L, 0L, 0L, 1L << 53, 0L).bytes()),
				Arguments.of("fractions", StateBytes.lawful().figures(9.5, 0L, 0L, 0.5, 10L, 0L).bytes()),
				Arguments.of("not a number", StateBytes.lawful().figures(Double.NaN, 0L, 0L, 0L, 10L, 0L).bytes()),
				Arguments.of("endless time", StateBytes.lawful().withEndlessTime()),
				Arguments.of("negative count", StateBytes.lawful().field(StateBytes.SPILLED, -1L).bytes()));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("damagedClaims")
	void damagedClaimsAreNeitherReadNorWritten(String damage, byte[] value) {
		String wallet = "claims of " + damage;
		this.raw.commands().set(this.raw.state(wallet), value);
		List<String> before = this.raw.everythingOf(wallet);
		Object[] requests = { Reserve.of(wallet, 1, HOUR), Commit.of(wallet, "id"), Cancel.of(wallet, "id"),
				AllocateLease.of(wallet, 1, HOUR, "me"), new Query.OfWallet(wallet),
				new Query.Reservations(wallet, PageRequest.first(10)), new Query.OfReservation(wallet, "id") };
		assertThat(this.together.oneByOne(requests)).allSatisfy(CorruptStateTests::assertCorrupt);
		assertThat(this.together.answers(requests)).allSatisfy(CorruptStateTests::assertCorrupt);
		assertThat(this.raw.everythingOf(wallet)).isEqualTo(before);
	}

	static Stream<Arguments> damagedClaims() {
		return Stream.of(Arguments.of("number", StateBytes.lawful().tail(7).bytes()),
				Arguments.of("an array that ends early", StateBytes.lawful().tail(0x92, 0xA1, 'h').bytes()),
				Arguments.of("a rest", StateBytes.lawful().tail(0x90, 7).bytes()),
				Arguments.of("a claim that is none", StateBytes.lawful().tail(0x92, 0xA3, 'h', 'i', 'd', 7).bytes()));
	}

	@Test
	void stateOfAnotherTypeIsNeverOverwritten() {
		this.raw.commands().lpush(this.raw.state("list"), RawRedis.bytes("element"));
		List<String> before = this.raw.everythingOf("list");
		assertThat(this.together.oneByOne(everyKindOfRequest("list"))).allSatisfy(CorruptStateTests::assertCorrupt);
		assertThat(this.together.answers(everyKindOfRequest("list"))).allSatisfy(CorruptStateTests::assertCorrupt);
		assertThat(this.raw.everythingOf("list")).isEqualTo(before);
	}

	@Test
	void lostStateWithAHoldLeftIsNeverAnEmptyWallet() {
		for (int holds : new int[] { 1, 20 }) {
			String wallet = "lost with " + holds;
			this.store.topUp(wallet, 100);
			this.store.hold(wallet, holds);
			this.raw.commands().del(this.raw.state(wallet));
			for (int round = 0; round < 2; round++) {
				assertThat(this.together.oneByOne(everyKindOfRequest(wallet)))
					.allSatisfy(CorruptStateTests::assertCorrupt);
				assertThat(this.together.answers(everyKindOfRequest(wallet)))
					.allSatisfy(CorruptStateTests::assertCorrupt);
			}
			assertThat(this.raw.isQuarantined(wallet)).isTrue();
			assertThat(this.raw.commands().exists(this.raw.state(wallet))).isZero();
		}
	}

	@Test
	void whatIsRememberedOfALostWalletCreatesNone() {
		String wallet = "lost and remembered";
		this.store.topUp(wallet, 10);
		assertApplied(this.store.apply(AllocateLease.of(wallet, 5, Duration.ofMillis(1), "me").id("lease")),
				this.store.apply(Reserve.of(wallet, 1, Duration.ofMillis(1)).id("hold")));
		Awaitility.await().until(() -> this.store.figures(wallet).available() == 10);
		this.raw.commands().del(this.raw.state(wallet));
		Object[] requests = { ReportLease.of(wallet, "lease", "me", 4),
				Commit.of(wallet, "hold").late(LateCommit.CHARGE),
				Commit.of(wallet, "hold").actual(0).late(LateCommit.CHARGE) };
		assertThat(this.together.oneByOne(requests)).allSatisfy(CorruptStateTests::assertCorrupt);
		assertThat(this.together.answers(requests)).allSatisfy(CorruptStateTests::assertCorrupt);
		assertThat(this.raw.isQuarantined(wallet)).isTrue();
		assertThat(this.raw.commands().exists(this.raw.state(wallet))).isZero();
	}

	@Test
	void sweepGoesOnPastCorruptWallets() {
		try (Together fresh = Together.inOnePartition(); RawRedis keys = fresh.raw()) {
			for (String wallet : List.of("a garbage", "b lost", "c lawless", "d sound", "e claims")) {
				fresh.store().topUp(wallet, 10);
				Reserve soon = Reserve.of(wallet, 1, Duration.ofMillis(1)).id("id");
				assertThat(fresh.store().apply(soon).applied()).isTrue();
			}
			keys.commands().set(keys.state("a garbage"), RawRedis.bytes("hello"));
			keys.commands().del(keys.state("b lost"));
			keys.commands()
				.set(keys.state("c lawless"),
						StateBytes.lawful()
							.figures(10L, 0L, 0L, 0L, 10L, 0L)
							.field(StateBytes.DUE, 1L)
							.field(StateBytes.SPILLED, 1L)
							.bytes());
			keys.commands().lpush(keys.expiry("c lawless"), RawRedis.bytes("element"));
			keys.commands().set(keys.state("e claims"), StateBytes.lawful().field(StateBytes.DUE, 1L).tail(7).bytes());
			SweepPage total = SweepPage.NOTHING;
			for (int round = 0; round < 8; round++) {
				total = total.plus(OpenStore.join(fresh.store().store().sweep(0, 1).toCompletableFuture()));
			}
			assertThat(total.failed()).isEqualTo(4);
			assertThat(total.reclaimed()).isEqualTo(1);
			assertThat(fresh.store().figures("d sound").held()).isZero();
			assertThat(List.of("a garbage", "b lost", "c lawless", "e claims")).allMatch(keys::isQuarantined);
		}
	}

	static Object[] everyKindOfRequest(String wallet) {
		return new Object[] { Consume.of(wallet, 1), Consume.of(wallet, 1).key("k"), TopUp.of(wallet, 1),
				Withdraw.of(wallet, 1), Reserve.of(wallet, 1, HOUR), AllocateLease.of(wallet, 1, HOUR, "me"),
				Commit.of(wallet, "hold-0"), Cancel.of(wallet, "hold-0"), Cancel.of(wallet, "unknown"),
				new Query.OfWallet(wallet), new Query.OfReservation(wallet, "hold-0"),
				new Query.Reservations(wallet, PageRequest.first(10)) };
	}

	static void assertCorrupt(Object answer) {
		assertThat(answer).isInstanceOf(CorruptStateException.class);
	}

	static void assertApplied(Object... answers) {
		assertThat(answers).allSatisfy((answer) -> assertThat(answer).isInstanceOfSatisfying(Outcome.class,
				(outcome) -> assertThat(outcome.applied()).isTrue()));
	}

}
