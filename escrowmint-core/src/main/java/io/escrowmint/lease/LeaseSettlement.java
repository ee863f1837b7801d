package io.escrowmint.lease;

import io.escrowmint.model.Refusal;
import io.escrowmint.model.RefusedException;

/**
 * Outcome of a settle.
 */
public sealed interface LeaseSettlement {

	/**
	 * Tells whether the hold is settled.
	 * @return {@code true} for {@link Charged}
	 */
	boolean applied();

	/**
	 * Returns what was charged, or throws the exception that stands for the refusal.
	 * @return the applied outcome
	 * @throws RefusedException if the settle was refused
	 */
	default Charged orElseThrow() {
		if (this instanceof Charged charged) {
			return charged;
		}
		throw ((Rejected) this).reason().toException();
	}

	/**
	 * The hold is settled.
	 *
	 * @param asked what was to be charged, in credits
	 * @param charged what was charged, in credits
	 * @param late whether the hold had ended before; it is booked all the same
	 */
	record Charged(long asked, long charged, boolean late) implements LeaseSettlement {

		@Override
		public boolean applied() {
			return true;
		}

	}

	/**
	 * The settle is refused; nothing moved. After {@link Refusal.OverrunRejected} the
	 * hold is still open, after anything else it is gone. What the wallet owes is not
	 * known of a hold on a lease, and reads 0.
	 *
	 * @param reason why
	 */
	record Rejected(Refusal reason) implements LeaseSettlement {

		@Override
		public boolean applied() {
			return false;
		}

	}

}
