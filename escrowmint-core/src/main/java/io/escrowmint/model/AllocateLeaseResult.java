package io.escrowmint.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Outcome of a lease allocation.
 */
public sealed interface AllocateLeaseResult extends Outcome {

	/**
	 * Returns the applied outcome, or throws the exception that stands for the refusal.
	 * @return the applied outcome
	 * @throws RefusedException if the operation was refused
	 */
	default Allocated orElseThrow() {
		if (this instanceof Allocated applied) {
			return applied;
		}
		throw ((Refused) this).reason().toException();
	}

	/**
	 * The operation is applied.
	 *
	 * @param wallet the wallet
	 * @param id the lease
	 * @param granted what the lease was given
	 * @param unspent what is left of it
	 * @param expiresAt when the lease expires, by the clock of the store
	 * @param available what the wallet has available beside it
	 * @param replayed whether the lease was live under this id before
	 */
	record Allocated(String wallet, OperationId id, long granted, long unspent, Instant expiresAt, long available,
			boolean replayed) implements AllocateLeaseResult {

		@Override
		public boolean applied() {
			return true;
		}

		@Override
		public Optional<Refusal> refusal() {
			return Optional.empty();
		}

	}

	/**
	 * The operation is refused; nothing moved.
	 *
	 * @param reason why
	 * @param available what the wallet has available
	 */
	record Refused(Refusal reason, long available) implements AllocateLeaseResult, Outcome.Refused {

	}

}
