package io.escrowmint.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Outcome of a renewal of a lease.
 */
public sealed interface RenewLeaseResult extends Outcome {

	/**
	 * Returns the applied outcome, or throws the exception that stands for the refusal.
	 * @return the applied outcome
	 * @throws RefusedException if the operation was refused
	 */
	default Renewed orElseThrow() {
		if (this instanceof Renewed applied) {
			return applied;
		}
		throw ((Refused) this).reason().toException();
	}

	/**
	 * The operation is applied.
	 *
	 * @param wallet the wallet
	 * @param id the lease
	 * @param unspent what the lease has left
	 * @param expiresAt when the lease expires now
	 * @param available what the wallet has available beside it
	 * @param changed whether the expiry moved
	 */
	record Renewed(String wallet, String id, long unspent, Instant expiresAt, long available,
			boolean changed) implements RenewLeaseResult {

		@Override
		public boolean applied() {
			return true;
		}

		@Override
		public Optional<Refusal> refusal() {
			return Optional.empty();
		}

		@Override
		public boolean replayed() {
			return false;
		}

	}

	/**
	 * The operation is refused; nothing moved.
	 *
	 * @param reason why
	 * @param available what the wallet has available
	 */
	record Refused(Refusal reason, long available) implements RenewLeaseResult, Outcome.Refused {

	}

}
