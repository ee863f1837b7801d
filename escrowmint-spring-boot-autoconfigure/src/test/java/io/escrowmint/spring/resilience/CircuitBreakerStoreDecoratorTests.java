package io.escrowmint.spring.resilience;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Query;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.WalletFencedException;
import io.escrowmint.spring.StoreOfFutures;
import io.escrowmint.store.QuotaStore;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CircuitBreakerStoreDecoratorTests {

	private static final Consume CONSUME = Consume.of("wallet", 1);

	// In another partition.
	private static final Consume ELSEWHERE = Consume.of("elsewhere", 1);

	private static final Cancel CANCEL = Cancel.of("wallet", "id");

	private final StoreOfFutures raw = new StoreOfFutures();

	private CircuitBreakerStoreDecorator decorator;

	private QuotaStore store;

	@BeforeEach
	void leaveAlone() {
		leaveAloneFor(Duration.ofMinutes(1));
	}

	private void leaveAloneFor(Duration time) {
		this.decorator = new CircuitBreakerStoreDecorator(CircuitBreakerConfig.custom()
			.slidingWindowSize(10)
			.minimumNumberOfCalls(4)
			.waitDurationInOpenState(time)
			.permittedNumberOfCallsInHalfOpenState(2)
			.build(), 4, Duration.ofMillis(500), 64);
		this.store = this.decorator.decorate(this.raw);
	}

	@Test
	void storeThatDoesNotAnswerIsLeftAlone() {
		fail(new StoreUnavailableException("away", null));
		ask(CONSUME, 4);
		assertThat(this.decorator.states()).containsEntry("taking", "OPEN");
		assertFailsAtOnce(CONSUME);
		assertThat(this.raw.asked).hasSize(4);
	}

	@Test
	void unknownOutcomesCountAsWell() {
		fail(new OutcomeUnknownException("wallet", null, "lost", null));
		ask(CONSUME, 4);
		assertThat(this.decorator.states()).containsEntry("taking", "OPEN");
	}

	@Test
	void callThatItsCallerGivesUpIsNoAnswer() {
		ask(CONSUME, 6);
		this.raw.asked.forEach((stage) -> stage.cancel(true));
		fail(new StoreUnavailableException("away", null));
		ask(CONSUME, 4);
		assertThat(this.decorator.states()).containsEntry("taking", "OPEN");
	}

	@Test
	void refusalsAndDamagedWalletsAreAnswers() {
		this.raw.next = () -> CompletableFuture
			.completedFuture(CONSUME.refused(new Refusal.InsufficientCredits("wallet", 1, 0, 0, 0, null), 0));
		ask(CONSUME, 20);
		fail(new WalletFencedException("wallet"));
		ask(CONSUME, 20);
		assertThat(this.decorator.states()).containsEntry("taking", "CLOSED");
	}

	@Test
	void giveBacksGoThroughWhileTheStoreRefusesToTake() {
		fail(new StoreUnavailableException("Redis refused to write: OOM", null));
		ask(CONSUME, 4);
		this.raw.next = () -> CompletableFuture.completedFuture("answer");
		for (Command<?> gives : List.of(CANCEL, Commit.of("wallet", "id"),
				ReportLease.of("wallet", "lease", "owner", 1), ReleaseLease.of("wallet", "lease", "owner"))) {
			assertThat(this.store.execute(gives).toCompletableFuture()).isCompleted();
		}
		assertThat(this.store.query(new Query.OfWallet("wallet")).toCompletableFuture()).isCompleted();
		assertThat(this.decorator.states()).containsEntry("giving", "CLOSED").containsEntry("taking", "OPEN");
	}

	@Test
	void storeThatIsBackIsUsedAgainWithoutARestart() {
		leaveAloneFor(Duration.ofMillis(50));
		fail(new StoreUnavailableException("away", null));
		ask(CONSUME, 4);
		this.raw.next = () -> CompletableFuture.completedFuture("answer");
		Awaitility.await()
			.pollInterval(Duration.ofMillis(10))
			.untilAsserted(() -> assertThat(this.store.execute(CONSUME).toCompletableFuture()).isCompleted());
		this.store.execute(CONSUME);
		assertThat(this.decorator.states()).containsEntry("taking", "CLOSED");
	}

	@Test
	void errorsTakeNoPlaceOfCallsThatFindOutWhetherTheStoreIsBack() {
		leaveAloneFor(Duration.ofMillis(50));
		fail(new StoreUnavailableException("away", null));
		ask(CONSUME, 4);
		this.raw.next = () -> {
			throw new NoClassDefFoundError("A class is gone");
		};
		Awaitility.await()
			.pollInterval(Duration.ofMillis(10))
			.untilAsserted(() -> assertThatExceptionOfType(NoClassDefFoundError.class)
				.isThrownBy(() -> this.store.execute(CONSUME)));
		assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(() -> this.store.execute(CONSUME));
		this.raw.next = () -> CompletableFuture.completedFuture("answer");
		assertThat(this.store.execute(CONSUME).toCompletableFuture()).isCompleted();
	}

	@Test
	void nobodyJoinsACrowdThatWaitsForASilentStore() {
		ask(CONSUME, 4);
		Awaitility.await().pollInterval(Duration.ofMillis(10)).untilAsserted(() -> assertFailsAtOnce(CONSUME));
		int crowd = this.raw.asked.size();
		this.raw.asked.get(0).complete("answer");
		CompletionStage<?> next = this.store.execute(CONSUME);
		assertThat(next.toCompletableFuture()).isNotDone();
		assertThat(this.raw.asked).hasSize(crowd + 1);
	}

	@Test
	void partitionThatDoesNotAnswerIsLeftAloneWhileTheOthersAreAsked() {
		losePartition();
		assertThat(this.decorator.states()).containsEntry("taking", "CLOSED")
			.containsEntry("taking-partitions", "OPEN")
			.containsEntry("giving-partitions", "CLOSED");
		assertFailsAtOnce(CONSUME);
		this.raw.next = () -> CompletableFuture.completedFuture("answer");
		assertThat(this.store.execute(ELSEWHERE).toCompletableFuture()).isCompleted();
		assertThat(this.raw.asked).hasSizeLessThan(2 * 20 + 1 + 12);
	}

	@Test
	void partitionThatIsBackIsUsedAgain() {
		leaveAloneFor(Duration.ofMillis(50));
		losePartition();
		this.raw.next = () -> CompletableFuture.completedFuture("answer");
		Awaitility.await()
			.pollInterval(Duration.ofMillis(10))
			.untilAsserted(() -> assertThat(this.store.execute(CONSUME).toCompletableFuture()).isCompleted());
		this.store.execute(CONSUME);
		assertThat(this.decorator.states()).containsEntry("taking-partitions", "CLOSED");
	}

	@Test
	void callThatTheWholeStoreIsTooSickForSaysNothingOfItsPartition() {
		leaveAloneFor(Duration.ofMillis(50));
		fail(new StoreUnavailableException("away", null));
		ask(CONSUME, 4);
		ask(ELSEWHERE, 20);
		this.raw.next = () -> CompletableFuture.completedFuture("answer");
		Awaitility.await()
			.pollInterval(Duration.ofMillis(10))
			.untilAsserted(() -> assertThat(this.store.execute(ELSEWHERE).toCompletableFuture()).isCompleted());
	}

	@Test
	void stageOfTheStoreIsHandedOn() {
		assertThat(this.store.execute(CONSUME)).isSameAs(this.raw.asked.get(0));
	}

	private void losePartition() {
		for (int call = 0; call < 20; call++) {
			this.raw.next = () -> CompletableFuture.completedFuture("answer");
			ask(ELSEWHERE, 2);
			fail(new StoreUnavailableException("its node is away", null));
			ask(CONSUME, 1);
		}
	}

	private void fail(RuntimeException failure) {
		this.raw.next = () -> CompletableFuture.failedFuture(failure);
	}

	private void ask(Command<?> command, int times) {
		for (int call = 0; call < times; call++) {
			this.store.execute(command);
		}
	}

	private void assertFailsAtOnce(Command<?> command) {
		CompletableFuture<?> answer = this.store.execute(command).toCompletableFuture();
		assertThat(answer).isCompletedExceptionally();
		assertThatExceptionOfType(java.util.concurrent.ExecutionException.class).isThrownBy(answer::get)
			.withCauseInstanceOf(StoreUnavailableException.class)
			.withMessageContaining("left alone");
	}

}
