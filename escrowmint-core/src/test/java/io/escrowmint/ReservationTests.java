package io.escrowmint;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Commit;
import io.escrowmint.model.ExtendResult;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.OverrunRejectedException;
import io.escrowmint.model.ReservationExpiredException;
import io.escrowmint.model.StoreUnavailableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class ReservationTests {

	private static final Cancel CANCEL = Cancel.of("w", "id");

	private static final Commit COMMIT = Commit.of("w", "id").maxDebt(0);

	private final ScriptedStore store = new ScriptedStore().answer(Answers.reserved());

	private final Reservation hold = new StoreQuotaService(
			new QuotaCalls(this.store, QuotaDefaults.DEFAULTS, Duration.ofMillis(1)))
		.reserve("w", 10, Duration.ofSeconds(30), "id");

	ReservationTests() {
		this.store.calls.clear();
	}

	@Test
	void showsWhatTheStoreAnswered() {
		assertThat(this.hold.wallet()).isEqualTo("w");
		assertThat(this.hold.id()).isEqualTo("id");
		assertThat(this.hold.amount()).isEqualTo(10);
		assertThat(this.hold.expiresAt()).isEqualTo(Answers.EXPIRY);
	}

	@Test
	void closeCancelsWhatWasNotSettled() {
		this.store.answer(Answers.canceled());
		this.hold.close();
		this.hold.close();
		assertThat(this.store.calls).containsExactly(CANCEL);
	}

	@Test
	void closeAfterACommitDoesNothing() {
		this.store.answer(Answers.committed());
		assertThat(this.hold.commit().charged()).isEqualTo(10);
		this.hold.close();
		assertThat(this.store.calls).containsExactly(COMMIT);
	}

	@Test
	void closeAfterACommitWithoutAnAnswerDoesNotCancel() {
		this.store.fail(Answers.unknown());
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(this.hold::commit);
		this.hold.close();
		assertThat(this.store.calls).containsExactly(COMMIT);
	}

	@Test
	void closeAfterACommitThatCouldNotBeSentDoesNotCancel() {
		this.store.fail(Answers.unavailable());
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(this.hold::commit);
		this.hold.close();
		assertThat(this.store.calls).containsExactly(COMMIT);
	}

	@Test
	void commitWithoutAnAnswerMayBeRepeated() {
		this.store.fail(Answers.unknown()).answer(Answers.committed());
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(this.hold::commit);
		assertThat(this.hold.commit().charged()).isEqualTo(10);
		assertThat(this.store.calls).containsExactly(COMMIT, COMMIT);
	}

	@Test
	void closeCancelsAfterACommitThatLeftTheHoldOpen() {
		this.store.answer(Answers.overrun()).answer(Answers.canceled());
		assertThatExceptionOfType(OverrunRejectedException.class).isThrownBy(() -> this.hold.commit(12));
		this.hold.close();
		assertThat(this.store.calls).containsExactly(COMMIT.actual(12), CANCEL);
	}

	@Test
	void closeDoesNothingAfterACommitThatFoundTheHoldGone() {
		this.store.answer(Answers.expired());
		assertThatExceptionOfType(ReservationExpiredException.class).isThrownBy(this.hold::commit);
		this.hold.close();
		assertThat(this.store.calls).containsExactly(COMMIT);
	}

	@Test
	void closeCancelsAfterACommitThatWasNeverSentBecauseItWasInvalid() {
		this.store.answer(Answers.canceled());
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> this.hold.commit(-1));
		this.hold.close();
		assertThat(this.store.calls).containsExactly(CANCEL);
	}

	@Test
	void closeNeverThrowsAndRepeatsInTheBackground() {
		this.store.fail(Answers.unavailable()).fail(Answers.unknown()).answer(Answers.canceled());
		this.hold.close();
		await().untilAsserted(() -> assertThat(this.store.calls).containsExactly(CANCEL, CANCEL, CANCEL));
	}

	@Test
	void closeOfAnInterruptedThreadSendsTheCancelAndKeepsTheFlag() {
		Thread.currentThread().interrupt();
		this.hold.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.store.calls).containsExactly(CANCEL);
	}

	@Test
	void closeWhileACommitIsOnItsWayDoesNotCancel() {
		CompletableFuture<Object> answer = new CompletableFuture<>();
		this.store.then(answer);
		CompletableFuture<Void> commit = CompletableFuture.runAsync(this.hold::commit);
		await().until(() -> !this.store.calls.isEmpty());
		this.hold.close();
		assertThatIllegalStateException().isThrownBy(this.hold::cancel);
		answer.complete(Answers.committed());
		commit.join();
		assertThat(this.store.calls).containsExactly(COMMIT);
	}

	@Test
	void closeWhileACancelIsOnItsWayCancelsAgainIfThatFails() {
		CompletableFuture<Object> answer = new CompletableFuture<>();
		this.store.then(answer).answer(Answers.canceled());
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(this.hold::cancel);
		this.hold.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.store.calls).containsExactly(CANCEL);
		answer.completeExceptionally(Answers.unavailable());
		assertThat(this.store.calls).containsExactly(CANCEL, CANCEL);
	}

	@Test
	void closeWhileACancelIsOnItsWayLeavesItToItsAnswer() {
		CompletableFuture<Object> answer = new CompletableFuture<>();
		this.store.then(answer);
		CompletableFuture<Void> cancel = CompletableFuture.runAsync(this.hold::cancel);
		await().until(() -> !this.store.calls.isEmpty());
		this.hold.close();
		answer.complete(Answers.canceled());
		cancel.join();
		assertThat(this.store.calls).containsExactly(CANCEL);
	}

	@Test
	void closeWhileACommitIsOnItsWayCancelsIfThatLeavesTheHoldOpen() {
		CompletableFuture<Object> answer = new CompletableFuture<>();
		this.store.then(answer).answer(Answers.canceled());
		CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> this.hold.commit(12));
		await().until(() -> !this.store.calls.isEmpty());
		this.hold.close();
		answer.complete(Answers.overrun());
		assertThat(commit).failsWithin(Duration.ofSeconds(5));
		assertThat(this.store.calls).containsExactly(COMMIT.actual(12), CANCEL);
	}

	@Test
	void closeWhileACommitIsOnItsWayDoesNotCancelIfThatFails() {
		CompletableFuture<Object> answer = new CompletableFuture<>();
		this.store.then(answer);
		CompletableFuture<Void> commit = CompletableFuture.runAsync(this.hold::commit);
		await().until(() -> !this.store.calls.isEmpty());
		this.hold.close();
		answer.completeExceptionally(Answers.unavailable());
		assertThat(commit).failsWithin(Duration.ofSeconds(5));
		assertThat(this.store.calls).containsExactly(COMMIT);
	}

	@Test
	void settlesOnce() {
		this.store.answer(Answers.canceled());
		assertThat(this.hold.cancel().amount()).isEqualTo(10);
		assertThatIllegalStateException().isThrownBy(this.hold::commit).withMessageContaining("settled");
		assertThatIllegalStateException().isThrownBy(this.hold::cancel);
		assertThatIllegalStateException().isThrownBy(() -> this.hold.extend(Duration.ofSeconds(1)));
	}

	@Test
	void cancelWithoutAnAnswerIsRepeatedByClose() {
		this.store.fail(Answers.unknown()).answer(Answers.canceled());
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(this.hold::cancel);
		this.hold.close();
		assertThat(this.store.calls).containsExactly(CANCEL, CANCEL);
	}

	@Test
	void extendMovesTheExpiryThatIsShown() {
		Instant later = Answers.EXPIRY.plusSeconds(30);
		this.store.answer(new ExtendResult.Extended("w", "id", 10, later, 90, true));
		this.hold.extend(Duration.ofSeconds(30));
		assertThat(this.hold.expiresAt()).isEqualTo(later);
	}

	@Test
	void commitTakesOptionsForThisReservationOnly() {
		this.store.answer(Answers.committed());
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> this.hold.commit((commit) -> Commit.of("w", "other")));
		this.hold.commit((commit) -> commit.actual(12).overrun(Overrun.CLAMP));
		assertThat(this.store.calls).containsExactly(COMMIT.actual(12).overrun(Overrun.CLAMP));
	}

}
