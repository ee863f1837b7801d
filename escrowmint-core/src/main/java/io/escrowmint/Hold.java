package io.escrowmint;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.CancelResult;
import io.escrowmint.model.Commit;
import io.escrowmint.model.CommitResult;
import io.escrowmint.model.Extend;
import io.escrowmint.model.ExtendResult;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReserveResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the blocking and the reactive handle of a reservation have in common: it is
 * settled once. Thread-safe: every change of {@link #phase} is one atomic step, and only
 * the caller that moved it to {@code SETTLING} moves it on, and closes the hold if
 * somebody wanted that meanwhile.
 */
final class Hold {

	private static final Logger logger = LoggerFactory.getLogger(Hold.class);

	private final QuotaCalls calls;

	private final ReserveResult.Reserved reserved;

	private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);

	private volatile Instant expiresAt;

	Hold(QuotaCalls calls, ReserveResult.Reserved reserved) {
		this.calls = calls;
		this.reserved = reserved;
		this.expiresAt = reserved.expiresAt();
	}

	String wallet() {
		return this.reserved.wallet();
	}

	String id() {
		return this.reserved.id().value();
	}

	long amount() {
		return this.reserved.amount();
	}

	Instant expiresAt() {
		return this.expiresAt;
	}

	Commit commit() {
		return Commit.of(wallet(), id());
	}

	/**
	 * Commits, and remembers that it was tried: only an answer that says that the hold is
	 * still open lets {@link #close()} cancel it again.
	 * @param commit a commit of this reservation
	 * @return the outcome
	 */
	CompletionStage<CommitResult> commit(Commit commit) {
		if (!commit.wallet().equals(wallet()) || !commit.id().equals(id())) {
			throw new InvalidRequestException("id", commit.id(),
					"must be the reservation '" + id() + "' of wallet '" + wallet() + "'");
		}
		begin();
		return settle(() -> this.calls.execute(commit), Phase.ATTEMPTED);
	}

	/**
	 * Cancels.
	 * @return the outcome
	 */
	CompletionStage<CancelResult> cancel() {
		Phase before = begin();
		return settle(() -> this.calls.execute(Cancel.of(wallet(), id())), before);
	}

	CompletionStage<ExtendResult> extend(Duration ttl) {
		Extend extend = Extend.of(wallet(), id(), ttl);
		if (this.phase.get() == Phase.SETTLED) {
			throw alreadySettled();
		}
		return this.calls.execute(extend).whenComplete((outcome, failure) -> {
			if (outcome instanceof ExtendResult.Extended extended) {
				this.expiresAt = extended.expiresAt();
			}
		});
	}

	/**
	 * Cancels unless a commit was attempted or the hold is settled; while a commit or
	 * cancel is on its way, once that has left the hold open. What fails is repeated in
	 * the background.
	 * @return completes without a failure
	 */
	CompletionStage<Void> close() {
		if (this.phase.getAndUpdate(Phase::closed) != Phase.OPEN) {
			return CompletableFuture.completedFuture(null);
		}
		Cancel cancel = Cancel.of(wallet(), id());
		return attempt(() -> this.calls.execute(cancel)).handle((outcome, failure) -> {
			if (failure != null) {
				// The message may name the wallet, which has no business in a log.
				Throwable cause = QuotaCalls.unwrap(failure);
				logger.warn("Reservation {} could not be canceled on close ({}); trying again in the background", id(),
						cause.getClass().getSimpleName());
				logger.debug("Why the reservation could not be canceled", cause);
				this.calls.repeat(cancel);
			}
			return null;
		});
	}

	private Phase begin() {
		if (this.phase.compareAndSet(Phase.OPEN, Phase.SETTLING)) {
			return Phase.OPEN;
		}
		if (this.phase.compareAndSet(Phase.ATTEMPTED, Phase.SETTLING)) {
			return Phase.ATTEMPTED;
		}
		throw alreadySettled();
	}

	private IllegalStateException alreadySettled() {
		return new IllegalStateException(
				"Reservation '" + id() + "' of wallet '" + wallet() + "' is settled, or another thread is settling it");
	}

	private <R extends Outcome> CompletionStage<R> settle(Call<R> call, Phase afterFailure) {
		return attempt(call)
			.whenComplete((outcome, failure) -> move((outcome != null) ? after(outcome) : afterFailure));
	}

	private void move(Phase next) {
		if (this.phase.getAndSet(next) == Phase.CLOSING) {
			close();
		}
	}

	private static Phase after(Outcome outcome) {
		return outcome.refusal().filter((refusal) -> refusal instanceof Refusal.OverrunRejected).isPresent()
				? Phase.OPEN : Phase.SETTLED;
	}

	private static <R> CompletionStage<R> attempt(Call<R> call) {
		try {
			return call.run();
		}
		catch (RuntimeException | Error ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/** Where a handle stands; the store has the last word. */
	private enum Phase {

		/** Held, and no commit was attempted, or it was refused and the hold stayed. */
		OPEN,

		/** A commit or cancel is on its way. */
		SETTLING,

		/** As before, and the handle was closed meanwhile. */
		CLOSING,

		/** A commit was sent and has no answer: it may be repeated. */
		ATTEMPTED,

		/** Committed, canceled, or found to be finished. */
		SETTLED;

		private Phase closed() {
			return switch (this) {
				case OPEN -> SETTLED;
				case SETTLING -> CLOSING;
				case CLOSING, ATTEMPTED, SETTLED -> this;
			};
		}

	}

	/**
	 * A call of the store.
	 *
	 * @param <R> the answer
	 */
	private interface Call<R> {

		CompletionStage<R> run();

	}

}
