package io.escrowmint.store;

import java.time.Instant;

import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.LeaseExpiry;
import org.jspecify.annotations.Nullable;

/**
 * What is set aside in a wallet until a time, as a store keeps it.
 */
public sealed interface OpenClaim {

	/**
	 * Returns the reservation or lease.
	 * @return its id
	 */
	String id();

	/**
	 * Tells whether the caller chose the id.
	 * @return whether it did
	 */
	boolean callerNamed();

	/**
	 * Returns when it expires. May have passed.
	 * @return the time, in whole milliseconds
	 */
	Instant expiresAt();

	/**
	 * Returns what it sets aside.
	 * @return credits
	 */
	long amount();

	/**
	 * An open reservation.
	 *
	 * @param id the reservation
	 * @param callerNamed whether the caller chose the id
	 * @param amount what it holds
	 * @param expiresAt when it expires
	 * @param http the HTTP key that it claimed, if any; no event tells it
	 */
	record Hold(String id, boolean callerNamed, long amount, Instant expiresAt,
			@Nullable HttpClaim http) implements OpenClaim {

	}

	/**
	 * A live lease.
	 *
	 * @param id the lease
	 * @param callerNamed whether the caller chose the id
	 * @param owner who owns it
	 * @param requested the amount that was asked for
	 * @param granted the amount that was given
	 * @param consumed what was charged to it by consume
	 * @param reported the highest total that was reported
	 * @param expiry what becomes of the unspent part at its end
	 * @param expiresAt when it expires
	 */
	record Lease(String id, boolean callerNamed, String owner, long requested, long granted, long consumed,
			long reported, LeaseExpiry expiry, Instant expiresAt) implements OpenClaim {

		/**
		 * Returns the unspent part.
		 * @return credits
		 */
		@Override
		public long amount() {
			return this.granted - this.consumed - this.reported;
		}

	}

}
