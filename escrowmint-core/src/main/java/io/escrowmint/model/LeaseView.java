package io.escrowmint.model;

import java.io.Serializable;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A lease as the store knows it.
 *
 * @param wallet the wallet
 * @param id the lease
 * @param owner who owns it, empty for a tombstone
 * @param status where it stands
 * @param granted what it was given, 0 for a tombstone
 * @param consumed what was charged to it by consume
 * @param reported the highest total that was reported
 * @param expiry what becomes of the unspent part at expiry
 * @param expiresAt when it expires; absent unless live
 */
public record LeaseView(String wallet, String id, String owner, Status status, long granted, long consumed,
		long reported, LeaseExpiry expiry, @Nullable Instant expiresAt) implements Serializable {

	/**
	 * Returns what the lease has left to spend.
	 * @return credits, 0 unless live
	 */
	public long unspent() {
		return (this.status == Status.LIVE) ? this.granted - this.consumed - this.reported : 0;
	}

	/** Where a lease stands. */
	public enum Status {

		/** Can be consumed. */
		LIVE,

		/** Ended by its owner, or released before it was used. */
		RELEASED,

		/** Ended because its time was over. */
		EXPIRED

	}

}
