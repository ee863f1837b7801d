package io.escrowmint.lease;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.Overrun;

/**
 * Credits held for one piece of work: settled or canceled once, by whichever thread comes
 * first.
 *
 * <pre class="code">
 * try (LeaseReservation hold = leases.check("wallet:123", 10).orElseThrow()) {
 *     hold.settle(work().unitsUsed());
 * }                                                  // close() cancels what was not settled
 * </pre>
 * <p>
 * It belongs to the lease it was taken from: the rest returns there and nowhere else. As
 * long as it is open its lease is renewed, up to the longest life of a hold. If the lease
 * has ended all the same, a settle is booked late: from what the wallet has available,
 * the rest as debt, under {@link io.escrowmint.model.LeaseExpiry#BURN BURN} from what was
 * burned. A hold that no lease could serve is a reservation in the store and reads the
 * same.
 * <p>
 * If the process dies, an open hold ends with its lease. Thread-safe.
 */
public interface LeaseReservation extends AutoCloseable {

	/**
	 * Returns the wallet.
	 * @return the wallet
	 */
	String wallet();

	/**
	 * Returns what is held.
	 * @return credits
	 */
	long amount();

	/**
	 * Tells where the credits are held.
	 * @return {@code true} in a lease of this process, {@code false} in the store
	 */
	boolean isLocal();

	/**
	 * Tells whether the hold can still be settled or canceled.
	 * @return {@code true} until either was done
	 */
	boolean isOpen();

	/**
	 * Charges the actual use and gives the rest back. More than the hold is refused, and
	 * the hold stays open.
	 * @param actual credits, 0 to 2^53-1
	 * @return what was charged, or why not
	 * @throws IllegalStateException if the hold is not open
	 */
	default LeaseSettlement settle(long actual) {
		return settle(actual, Overrun.REJECT, 0);
	}

	/**
	 * Charges the actual use. Blocks only if the store is asked. If the store has no
	 * answer it throws an {@link io.escrowmint.model.OutcomeUnknownException}, even if
	 * nothing was applied yet, because the settle is repeated in the background and
	 * charged later.
	 * @param actual credits, 0 to 2^53-1
	 * @param overrun what to do above the hold, see
	 * {@link #settleAsync(long, Overrun, long)}
	 * @param maxDebt cap on the wallet's total debt, for {@link Overrun#DEBT}
	 * @return what was charged, or why not
	 * @throws IllegalStateException if the hold is not open
	 */
	LeaseSettlement settle(long actual, Overrun overrun, long maxDebt);

	/**
	 * Charges the actual use, and never blocks. Up to the hold this is decided here, as
	 * are {@link Overrun#REJECT} and {@link Overrun#CLAMP} above it.
	 * {@link Overrun#AVAILABLE} and {@link Overrun#DEBT} take what is above the hold from
	 * the lease first, and send what it does not have to the store; if that refuses, the
	 * lease gets it back and the hold stays open. A call to the store without an answer
	 * is repeated, which is safe, until it has one.
	 * @param actual credits, 0 to 2^53-1
	 * @param overrun what to do above the hold
	 * @param maxDebt cap on the wallet's total debt, for {@link Overrun#DEBT}; 0 to
	 * 2^53-1
	 * @return what was charged or why not, complete already if it was decided here; fails
	 * if the store did not answer for as long as it is asked again: then the hold is
	 * charged in full, and what is above it is lost
	 * @throws IllegalStateException if the hold is not open
	 */
	default CompletionStage<LeaseSettlement> settleAsync(long actual, Overrun overrun, long maxDebt) {
		return settleAsync(actual, overrun, maxDebt, (failure) -> {
		});
	}

	/**
	 * Charges the actual use as {@link #settleAsync(long, Overrun, long)} does, and tells
	 * of every call to the store that failed or had no answer within the store's timeout:
	 * the settle goes on, but who waits for it may not want to.
	 * @param actual credits, 0 to 2^53-1
	 * @param overrun what to do above the hold
	 * @param maxDebt cap on the wallet's total debt, for {@link Overrun#DEBT}; 0 to
	 * 2^53-1
	 * @param onFailure told of the failure, on whatever thread it is noticed; must not
	 * block or throw
	 * @return what was charged or why not
	 * @throws IllegalStateException if the hold is not open
	 */
	CompletionStage<LeaseSettlement> settleAsync(long actual, Overrun overrun, long maxDebt,
			Consumer<EscrowMintException> onFailure);

	/**
	 * Gives the held credits back. Never blocks and never throws. A settle that is on its
	 * way goes on; if it is refused, the hold does not reopen, and the credits go back
	 * then.
	 * @return whether this call did it; {@code false} if the hold was not open
	 */
	boolean cancel();

	/**
	 * Cancels if the hold is still open, or will be when a settle on its way is refused.
	 * Never blocks and never throws.
	 */
	@Override
	default void close() {
		cancel();
	}

}
