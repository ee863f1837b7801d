package io.escrowmint.lease;

import io.escrowmint.model.Refusal;
import io.escrowmint.model.RefusedException;

/**
 * Outcome of a check: a hold, or why there is none.
 */
public sealed interface LeaseCheck {

	/**
	 * Tells whether the credits are held.
	 * @return {@code true} for {@link Held}
	 */
	boolean applied();

	/**
	 * Returns the hold, or throws the exception that stands for the refusal.
	 * @return the hold
	 * @throws RefusedException if the check was refused
	 */
	default LeaseReservation orElseThrow() {
		if (this instanceof Held held) {
			return held.reservation();
		}
		throw ((Refused) this).reason().toException();
	}

	/**
	 * The credits are held.
	 *
	 * @param reservation the hold; whoever gets it settles or closes it
	 */
	record Held(LeaseReservation reservation) implements LeaseCheck {

		@Override
		public boolean applied() {
			return true;
		}

	}

	/**
	 * The check is refused; nothing moved.
	 *
	 * @param reason why, in practice {@link Refusal.InsufficientCredits}
	 * @param available what the wallet has available, as of the last reply
	 * @param local whether it was refused here, because the store refused a moment ago
	 */
	record Refused(Refusal reason, long available, boolean local) implements LeaseCheck {

		@Override
		public boolean applied() {
			return false;
		}

	}

}
