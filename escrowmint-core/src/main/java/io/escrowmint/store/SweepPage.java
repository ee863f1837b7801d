package io.escrowmint.store;

import java.time.Duration;

/**
 * What one sweep of a partition did.
 *
 * @param wallets how many wallets were touched
 * @param reclaimed how many holds and leases were reclaimed
 * @param failed how many wallets could not be touched
 * @param lag how long the earliest of them was overdue, by the clock of the store
 * @param more whether wallets are still due
 */
public record SweepPage(int wallets, long reclaimed, int failed, Duration lag, boolean more) {

	/** Nothing was due. */
	public static final SweepPage NOTHING = new SweepPage(0, 0, 0, Duration.ZERO, false);

	/**
	 * Adds up two sweeps.
	 * @param other the other
	 * @return the sum, with the larger lag
	 */
	public SweepPage plus(SweepPage other) {
		return new SweepPage(this.wallets + other.wallets, this.reclaimed + other.reclaimed, this.failed + other.failed,
				(this.lag.compareTo(other.lag) >= 0) ? this.lag : other.lag, this.more || other.more);
	}

}
