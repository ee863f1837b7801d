package io.escrowmint.lease;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a wallet has, as one process sees it. Leases and holds of others do not show.
 *
 * @param wallet the wallet
 * @param available what it had available in the store as of the last reply, in credits; 0
 * if there was none
 * @param age how long ago that reply came; absent if there was none
 * @param leasedHere the unspent part of this process's live leases, open local holds
 * included, in credits; an expired lease counts nothing
 */
public record LeaseBalance(String wallet, long available, @Nullable Duration age, long leasedHere) {

	/**
	 * Returns what this process could spend: available and leased here. Opening or
	 * canceling a local hold does not move it.
	 * @return credits
	 */
	public long total() {
		return this.available + this.leasedHere;
	}

	/**
	 * Tells whether the store has ever been asked about the wallet.
	 * @return {@code false} if the figures are nothing but zeros
	 */
	public boolean isKnown() {
		return this.age != null;
	}

}
