package io.escrowmint.lease;

import io.escrowmint.model.Refusal;
import io.escrowmint.model.RefusedException;

/**
 * Outcome of a charge in one step.
 */
public sealed interface LeaseConsumption {

	/**
	 * Tells whether the wallet was charged.
	 * @return {@code true} for {@link Consumed}
	 */
	boolean applied();

	/**
	 * Returns the applied outcome, or throws the exception that stands for the refusal.
	 * @return the applied outcome
	 * @throws RefusedException if the charge was refused
	 */
	default Consumed orElseThrow() {
		if (this instanceof Consumed consumed) {
			return consumed;
		}
		throw ((Refused) this).reason().toException();
	}

	/**
	 * The wallet is charged.
	 *
	 * @param local whether it was charged to a lease; else to the wallet in the store
	 */
	record Consumed(boolean local) implements LeaseConsumption {

		@Override
		public boolean applied() {
			return true;
		}

	}

	/**
	 * The charge is refused; nothing moved.
	 *
	 * @param reason why, in practice {@link Refusal.InsufficientCredits}
	 * @param available what the wallet has available, as of the last reply
	 * @param local whether it was refused here, because the store refused a moment ago
	 */
	record Refused(Refusal reason, long available, boolean local) implements LeaseConsumption {

		@Override
		public boolean applied() {
			return false;
		}

	}

}
