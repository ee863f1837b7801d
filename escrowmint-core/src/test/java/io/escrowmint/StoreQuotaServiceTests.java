package io.escrowmint;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.InsufficientCreditsException;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Query;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.TopUp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

class StoreQuotaServiceTests {

	private static final Duration TTL = Duration.ofSeconds(30);

	private final ScriptedStore store = new ScriptedStore();

	private final QuotaService quota = new StoreQuotaService(
			new QuotaCalls(this.store, new QuotaDefaults(7), Duration.ofMillis(1)));

	@AfterEach
	void clearInterruptFlag() {
		Thread.interrupted();
	}

	@Test
	void shortFormsAreTheCommandsTheyStandFor() {
		this.store.answer(Answers.consumed()).answer(Answers.consumed());
		assertThat(this.quota.tryConsume("w", 5).applied()).isTrue();
		this.quota.tryConsume("w", 5, "key");
		assertThat(this.store.calls).containsExactly(Consume.of("w", 5), Consume.of("w", 5).key("key"));
	}

	@Test
	void reserveMakesANewIdForEachCall() {
		this.store.answer(Answers.reserved()).answer(Answers.reserved());
		this.quota.tryReserve("w", 10, TTL);
		this.quota.tryReserve("w", 10, TTL);
		assertThat(this.store.calls).extracting((call) -> ((Reserve) call).id()).doesNotHaveDuplicates();
	}

	@Test
	void commitWithoutACapOnDebtGetsTheConfiguredOne() {
		this.store.answer(Answers.committed()).answer(Answers.committed());
		this.quota.commit("w", "id");
		this.quota.commit(Commit.of("w", "id").maxDebt(3));
		assertThat(this.store.calls).extracting((call) -> ((Commit) call).maxDebt()).containsExactly(7L, 3L);
	}

	@Test
	void onlyReserveThrowsForARefusal() {
		this.store.answer(Answers.insufficient()).answer(Answers.insufficient());
		assertThat(this.quota.tryReserve("w", 10, TTL).applied()).isFalse();
		assertThatExceptionOfType(InsufficientCreditsException.class).isThrownBy(() -> this.quota.reserve("w", 10, TTL))
			.satisfies((ex) -> assertThat(ex.refusal().available()).isEqualTo(3));
	}

	@Test
	void badInputNeverReachesTheStore() {
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> this.quota.topUp("w", 0));
		assertThat(this.store.calls).isEmpty();
	}

	@Test
	void failureOfTheStoreIsThrownFromTheCallersThread() {
		StoreUnavailableException failure = Answers.unavailable();
		this.store.fail(failure);
		StoreUnavailableException thrown = catchThrowableOfType(StoreUnavailableException.class,
				() -> this.quota.tryConsume("w", 5));
		assertThat(thrown).hasCause(failure).hasMessage(failure.getMessage());
		assertThat(thrown.getStackTrace()).anyMatch((frame) -> frame.getClassName().equals(getClass().getName()));
	}

	@Test
	void unknownReserveIsCanceledInTheBackgroundUntilTheCancelHasAnAnswer() {
		this.store.fail(Answers.unknown())
			.fail(Answers.unavailable())
			.fail(Answers.unknown())
			.answer(Answers.cancelNotFound());
		OutcomeUnknownException thrown = catchThrowableOfType(OutcomeUnknownException.class,
				() -> this.quota.reserve("w", 10, TTL, "id"));
		assertThat(thrown.operationId()).contains("id");
		await().untilAsserted(() -> assertThat(this.store.calls).hasSize(4));
		assertThat(this.store.calls.subList(1, 4)).containsOnly(Cancel.of("w", "id"));
	}

	@Test
	void unknownAllocationIsReleasedInTheBackground() {
		this.store.fail(Answers.unknown()).answer(Answers.released());
		assertThatExceptionOfType(OutcomeUnknownException.class)
			.isThrownBy(() -> this.quota.allocateLease(Answers.allocate()));
		assertThat(this.store.calls).containsExactly(Answers.allocate(), ReleaseLease.of("w", "id", "me"));
	}

	@Test
	void backgroundCancelOutlastsAFailover() {
		this.store.fail(Answers.unknown());
		for (int call = 0; call < 20; call++) {
			this.store.fail(Answers.unavailable());
		}
		this.store.answer(Answers.cancelNotFound());
		assertThatExceptionOfType(OutcomeUnknownException.class)
			.isThrownBy(() -> this.quota.tryReserve("w", 10, TTL, "id"));
		await().untilAsserted(() -> assertThat(this.store.calls).hasSize(22));
	}

	@Test
	void backgroundCancelGivesUp() {
		for (int call = 0; call < 500; call++) {
			this.store.fail(Answers.unknown());
		}
		assertThatExceptionOfType(OutcomeUnknownException.class)
			.isThrownBy(() -> this.quota.tryReserve("w", 10, TTL, "id"));
		AtomicInteger before = new AtomicInteger();
		await().pollInterval(Duration.ofMillis(300))
			.until(() -> this.store.calls.size() == before.getAndSet(this.store.calls.size()));
		assertThat(this.store.calls).hasSizeBetween(2, 100);
	}

	@Test
	void reserveThatWasCertainlyNotAppliedIsNotCanceled() {
		this.store.fail(Answers.unavailable());
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.quota.tryReserve("w", 10, TTL));
		assertThat(this.store.calls).hasSize(1);
	}

	@Test
	void unknownConsumeIsLeftAlone() {
		this.store.fail(Answers.unknown());
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> this.quota.tryConsume("w", 5));
		assertThat(this.store.calls).hasSize(1);
	}

	@Test
	void interruptedReserveKeepsTheFlagCancelsAndIsUnknown() throws Exception {
		this.store.then(new CompletableFuture<>()).answer(Answers.canceled());
		OutcomeUnknownException thrown = unknown(() -> this.quota.reserve("w", 10, TTL, "id"));
		assertThat(thrown.operationId()).contains("id");
		assertThat(this.store.calls).last().isEqualTo(Cancel.of("w", "id"));
	}

	@Test
	void interruptedAllocationIsReleased() throws Exception {
		this.store.then(new CompletableFuture<>()).answer(Answers.released());
		interrupted(() -> this.quota.allocateLease(Answers.allocate()));
		assertThat(this.store.calls).last().isEqualTo(ReleaseLease.of("w", "id", "me"));
	}

	@Test
	void interruptedTopUpIsUnknownWithItsKeyIfItHasOne() throws Exception {
		assertThat(unknown(() -> this.quota.topUp("w", 5)).operationId()).isEmpty();
		assertThat(unknown(() -> this.quota.topUp("w", 5, "key")).operationId()).contains("key");
		assertThat(this.store.calls).containsExactly(TopUp.of("w", 5), TopUp.of("w", 5).key("key"));
	}

	@Test
	void interruptedReadIsUnavailable() throws Exception {
		assertThat(interrupted(() -> this.quota.state("w"))).isInstanceOf(StoreUnavailableException.class);
		assertThat(this.store.calls).containsExactly(new Query.OfWallet("w"));
	}

	private OutcomeUnknownException unknown(Runnable call) throws InterruptedException {
		return (OutcomeUnknownException) interrupted(call);
	}

	private RuntimeException interrupted(Runnable call) throws InterruptedException {
		int before = this.store.calls.size();
		AtomicReference<RuntimeException> thrown = new AtomicReference<>();
		AtomicReference<Boolean> flag = new AtomicReference<>();
		Thread caller = new Thread(() -> {
			try {
				call.run();
			}
			catch (RuntimeException ex) {
				thrown.set(ex);
				flag.set(Thread.currentThread().isInterrupted());
			}
		});
		caller.start();
		await().until(() -> this.store.calls.size() > before);
		caller.interrupt();
		caller.join(30_000);
		assertThat(flag).hasValue(true);
		return thrown.get();
	}

}
