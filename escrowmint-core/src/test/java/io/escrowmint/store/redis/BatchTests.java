package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletState;
import io.escrowmint.testing.TestRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that travel together are answered each for itself, as if they had travelled alone
 * and in this order.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BatchTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration SHORT = Duration.ofMillis(400);

	private final Together together = Together.inOnePartition();

	private final OpenStore store = this.together.store();

	@AfterAll
	void close() {
		this.together.close();
	}

	@Test
	void consumesWithoutKeysTravelTogether() {
		this.store.topUp("plain", 2);
		this.store.topUp("plain too", 2);
		List<Object> answers = this.together.answers(Consume.of("plain", 1), Consume.of("plain too", 1),
				Consume.of("plain", 1), Consume.of("plain", 1));
		CorruptStateTests.assertApplied(answers.get(0), answers.get(1), answers.get(2));
		assertRefused(answers.get(3), Refusal.InsufficientCredits.class);
	}

	@Test
	void refusedConflictingCorruptAndAppliedCommandsEachGetTheirOwnAnswer() {
		this.store.topUp("w", 10);
		this.store.apply(Consume.of("w", 1).key("known"));
		try (RawRedis raw = this.together.raw()) {
			raw.commands().set(raw.state("broken"), RawRedis.bytes("garbage"));
		}
		List<Object> answers = this.together.answers(Consume.of("w", 100).note("not plain"),
				Consume.of("w", 2).key("known"), Consume.of("broken", 1).note("not plain"),
				Consume.of("w", 4).note("not plain"), Consume.of("w", 1).key("known"),
				Consume.of("nobody", 1).note("not plain"), Reserve.of("w", 5, HOUR).id("last"), TopUp.of("w", 1),
				Reserve.of("w", 6, HOUR).id("last"));
		assertRefused(answers.get(0), Refusal.InsufficientCredits.class);
		assertRefused(answers.get(1), Refusal.IdempotencyConflict.class);
		CorruptStateTests.assertCorrupt(answers.get(2));
		CorruptStateTests.assertApplied(answers.get(3), answers.get(4), answers.get(6), answers.get(7));
		assertThat(((Outcome) answers.get(4)).replayed()).isTrue();
		assertRefused(answers.get(5), Refusal.InsufficientCredits.class);
		assertThat(((Outcome) answers.get(6)).available()).isZero();
		assertRefused(answers.get(8), Refusal.IdempotencyConflict.class);
	}

	@Test
	void givingBackTravelsTogetherToo() {
		this.store.topUp("giving", 20);
		this.store.hold("giving", 18);
		List<Object> answers = this.together.answers(Commit.of("giving", "hold-0"), Commit.of("giving", "hold-0"),
				Cancel.of("giving", "hold-0"), Cancel.of("giving", "hold-17"), Commit.of("giving", "hold-17"),
				Commit.of("giving", "unknown"), new Query.OfWallet("giving"));
		CorruptStateTests.assertApplied(answers.get(0), answers.get(1), answers.get(3));
		assertThat(((Outcome) answers.get(1)).replayed()).isTrue();
		assertRefused(answers.get(2), Refusal.ReservationCommitted.class);
		assertRefused(answers.get(4), Refusal.ReservationCanceled.class);
		assertRefused(answers.get(5), Refusal.ReservationNotFound.class);
		assertThat(((WalletState) answers.get(6)).figures().held()).isEqualTo(16);
	}

	@Test
	void moreThanOneTouchReclaimsIsRepeatedUntilAllIsBack() {
		expiredHolds("many", 300);
		List<Object> answers = this.together.answers(Consume.of("many", 299), Consume.of("many", 1));
		CorruptStateTests.assertApplied(answers.toArray());
		expiredHolds("read", 300);
		answers = this.together.answers(new Query.OfWallet("read"), new Query.OfWallet("read"));
		assertThat(answers)
			.allSatisfy((answer) -> assertThat(((WalletState) answer).figures().available()).isEqualTo(300));
	}

	@Test
	void consumeThatNeedsAllKeysIsRepeatedWithThem() {
		expiredHolds("due", 5);
		expiredHolds("due too", 200);
		List<Object> answers = this.together.answers(Consume.of("due", 5), Consume.of("unheard of", 1),
				Consume.of("due too", 200));
		CorruptStateTests.assertApplied(answers.get(0), answers.get(2));
		assertRefused(answers.get(1), Refusal.InsufficientCredits.class);
		expiredHolds("alone", 200);
		CorruptStateTests.assertApplied(this.store.apply(Consume.of("alone", 200)));
	}

	@Test
	void largeBatchesOfManyPartitionsAreAnsweredInOrder() {
		try (Together spread = Together.on(TestRedis.shared().uri(), (options) -> options)) {
			Object[] requests = new Object[400];
			for (int index = 0; index < 400; index += 2) {
				requests[index] = TopUp.of("wallet " + index, index + 1);
				requests[index + 1] = Consume.of("wallet " + index, index + 1).note("not plain");
			}
			List<Object> answers = spread.answers(requests);
			CorruptStateTests.assertApplied(answers.toArray());
			assertThat(answers).map((answer) -> ((Outcome) answer).wallet())
				.isEqualTo(Stream.of(requests).map((request) -> ((Command<?>) request).wallet()).toList());
		}
	}

	private void expiredHolds(String wallet, int count) {
		this.store.topUp(wallet, count);
		Object[] holds = Collections.nCopies(count, wallet)
			.stream()
			.map((name) -> Reserve.of(name, 1, SHORT))
			.toArray();
		CorruptStateTests.assertApplied(this.together.answers(holds).toArray());
		try (RawRedis raw = this.together.raw()) {
			long expired = raw.now() + SHORT.toMillis();
			Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> raw.now() >= expired);
		}
	}

	private static void assertRefused(Object answer, Class<? extends Refusal> reason) {
		assertThat(((Outcome) answer).refusal()).containsInstanceOf(reason);
	}

}
