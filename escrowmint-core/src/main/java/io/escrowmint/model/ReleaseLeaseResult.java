package io.escrowmint.model;

import java.util.Optional;

/**
 * Outcome of a release of a lease.
 */
public sealed interface ReleaseLeaseResult extends Outcome {

	/**
	 * Returns the applied outcome, or throws the exception that stands for the refusal.
	 * @return the applied outcome
	 * @throws RefusedException if the operation was refused
	 */
	default Released orElseThrow() {
		if (this instanceof Released applied) {
			return applied;
		}
		throw ((Refused) this).reason().toException();
	}

	/**
	 * The operation is applied.
	 *
	 * @param wallet the wallet
	 * @param id the lease
	 * @param returned what was unspent and is back
	 * @param available what the wallet has available now
	 */
	record Released(String wallet, String id, long returned, long available) implements ReleaseLeaseResult {

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
	record Refused(Refusal reason, long available) implements ReleaseLeaseResult, Outcome.Refused {

	}

}
