package io.escrowmint.model;

import java.io.Serializable;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A wallet as the store knows it.
 *
 * @param wallet the wallet
 * @param exists whether it was ever topped up; an unknown wallet is all zeros
 * @param figures its figures
 * @param epoch marks the wallet's life, 0 if it does not exist
 * @param seq number of its last event, 0 if it does not exist
 * @param openReservations how many reservations are open
 * @param liveLeases how many leases are live
 * @param earliestExpiry when the next hold or lease expires, absent if there is none
 */
public record WalletState(String wallet, boolean exists, Figures figures, long epoch, long seq, long openReservations,
		long liveLeases, @Nullable Instant earliestExpiry) implements Serializable {

	/**
	 * Returns what can be consumed, held or leased.
	 * @return credits
	 */
	public long available() {
		return this.figures.available();
	}

}
