package io.escrowmint;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

import io.escrowmint.model.CancelResult;
import io.escrowmint.model.Commit;
import io.escrowmint.model.CommitResult;
import io.escrowmint.model.ExtendResult;
import io.escrowmint.model.OutcomeUnknownException;

/**
 * A hold on credits that its owner settles once: {@link #commit()} charges it,
 * {@link #cancel()} gives it back, {@link #extend} keeps it alive, {@link #close()}
 * cancels what was not settled.
 *
 * <pre class="code">
 * try (Reservation hold = quota.reserve("wallet:123", 10, Duration.ofSeconds(30))) {
 *     hold.commit(work().unitsUsed());
 * }
 * </pre>
 * <p>
 * Every method is one atomic step of the store and throws for a refusal. Settling a
 * settled handle is an {@link IllegalStateException}; a commit that was refused because
 * it asked for too much, or that has no answer, may be repeated. One whose caller was
 * interrupted goes on and settles the handle all the same; repeated by
 * {@link QuotaService#commit(String, String)}, it answers what was charged. If the
 * process dies, the hold expires and the credits are back in the wallet. Thread-safe.
 */
public final class Reservation implements AutoCloseable {

	private final Hold hold;

	Reservation(Hold hold) {
		this.hold = hold;
	}

	/**
	 * Returns the wallet.
	 * @return the wallet
	 */
	public String wallet() {
		return this.hold.wallet();
	}

	/**
	 * Returns the id under which the store knows the reservation.
	 * @return the id
	 */
	public String id() {
		return this.hold.id();
	}

	/**
	 * Returns what is held.
	 * @return credits
	 */
	public long amount() {
		return this.hold.amount();
	}

	/**
	 * Returns when the hold expires, as far as this handle knows.
	 * @return the expiry, by the clock of the store
	 */
	public Instant expiresAt() {
		return this.hold.expiresAt();
	}

	/**
	 * Charges the held amount.
	 * @return what was charged
	 * @throws io.escrowmint.model.RefusedException if the reservation is finished or
	 * unknown
	 * @throws OutcomeUnknownException if the answer was lost; the commit may be repeated
	 * @throws io.escrowmint.model.StoreUnavailableException if nothing was charged; the
	 * commit may be repeated
	 * @throws IllegalStateException if this handle is settled
	 */
	public CommitResult.Committed commit() {
		return commit(UnaryOperator.identity());
	}

	/**
	 * Charges an amount. Less than the hold returns the rest; more is refused, and the
	 * hold stays open.
	 * @param actual credits, 0 to 2^53-1
	 * @return what was charged
	 * @throws io.escrowmint.model.OverrunRejectedException if {@code actual} is above the
	 * hold
	 * @throws io.escrowmint.model.RefusedException if the reservation is finished or
	 * unknown
	 * @throws OutcomeUnknownException if the answer was lost; the same commit may be
	 * repeated
	 */
	public CommitResult.Committed commit(long actual) {
		return commit((commit) -> commit.actual(actual));
	}

	/**
	 * Charges with options:
	 * {@code hold.commit((c) -> c.actual(12).overrun(Overrun.CLAMP))}.
	 * @param options takes the plain commit of this reservation and returns it with
	 * options
	 * @return what was charged
	 * @throws io.escrowmint.model.RefusedException if the store refuses
	 * @throws OutcomeUnknownException if the answer was lost; the same commit may be
	 * repeated
	 */
	public CommitResult.Committed commit(UnaryOperator<Commit> options) {
		return await(this.hold.commit(options.apply(this.hold.commit()))).orElseThrow();
	}

	/**
	 * Gives the held credits back.
	 * @return what came back
	 * @throws io.escrowmint.model.RefusedException if the reservation is finished or
	 * unknown
	 * @throws OutcomeUnknownException if the answer was lost; {@link #close()} cancels
	 * again
	 */
	public CancelResult.Canceled cancel() {
		return await(this.hold.cancel()).orElseThrow();
	}

	/**
	 * Moves the expiry to the later of what it is and now + ttl. Never revives.
	 * @param ttl time to live from now, 1 ms to 365 days
	 * @return the new expiry
	 * @throws io.escrowmint.model.RefusedException if the reservation is finished or
	 * unknown
	 */
	public ExtendResult.Extended extend(Duration ttl) {
		return await(this.hold.extend(ttl)).orElseThrow();
	}

	/**
	 * Cancels, if no commit was attempted, or it was refused with the hold still open.
	 * Does nothing otherwise: a commit whose answer was lost may have charged. What is on
	 * its way is not waited for; if it leaves the hold open, the cancel follows. Never
	 * throws; a cancel that fails is logged and repeated in the background.
	 */
	@Override
	public void close() {
		try {
			Await.answer(this.hold.close());
		}
		catch (InterruptedException ex) {
			// The cancel is on its way, and repeats itself.
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public String toString() {
		return "Reservation[id=" + id() + ", amount=" + amount() + ", expiresAt=" + expiresAt() + "]";
	}

	private <T> T await(CompletionStage<T> stage) {
		try {
			return Await.answer(stage);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new OutcomeUnknownException(wallet(), id(),
					"Interrupted while waiting for the store; the operation may have been applied", ex);
		}
	}

}
