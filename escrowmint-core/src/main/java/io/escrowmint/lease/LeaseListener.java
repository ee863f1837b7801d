package io.escrowmint.lease;

import java.time.Duration;

/**
 * Hears what happens to leases, for metrics. Called on whatever thread it happens, so it
 * must be quick and thread-safe; what it throws is dropped. Not called for what is
 * decided locally: {@code consume} and {@code check} from a live lease tell nobody.
 * Nothing it hears names a wallet. Amounts are credits.
 */
public interface LeaseListener {

	/** Hears nothing. */
	LeaseListener NONE = new LeaseListener() {
	};

	/**
	 * A lease was granted.
	 * @param asked what was asked for
	 * @param granted what it got, maybe less
	 * @param refill whether it was acquired in the background, beside a live one
	 * @param elapsed how long the store took
	 */
	default void granted(long asked, long granted, boolean refill, Duration elapsed) {
	}

	/**
	 * A lease was refused, because the wallet has too little.
	 * @param asked what was asked for
	 */
	default void refused(long asked) {
	}

	/**
	 * A lease was asked for, and the store could not be reached or did not answer.
	 */
	default void acquireFailed() {
	}

	/**
	 * A call was refused here, because the store had refused a moment ago.
	 */
	default void refusedLocally() {
	}

	/**
	 * A call waits, because no lease could serve it at once.
	 */
	default void waited() {
	}

	/**
	 * A call goes to the store by itself.
	 */
	default void direct() {
	}

	/**
	 * The spending of a lease is booked.
	 * @param booked what this report moved, 0 or more
	 * @param late whether the lease had expired in the store
	 */
	default void reported(long booked, boolean late) {
	}

	/**
	 * A report, renewal or release had no answer, and is repeated.
	 */
	default void repeated() {
	}

	/**
	 * A lease was renewed.
	 */
	default void renewed() {
	}

	/**
	 * A lease was released by this process.
	 * @param returned what went back to the wallet
	 */
	default void released(long returned) {
	}

	/**
	 * A lease reached its deadline here, or was found to be expired in the store.
	 * @param unspent what it had left, open local holds included
	 */
	default void expired(long unspent) {
	}

	/**
	 * A settle came after its lease had ended, and is booked late.
	 * @param charged what it charges
	 */
	default void settledLate(long charged) {
	}

	/**
	 * Spending could not be booked: the store does not know the lease any more, or could
	 * not be asked for minutes.
	 * @param credits how much was used and not charged
	 */
	default void lost(long credits) {
	}

}
