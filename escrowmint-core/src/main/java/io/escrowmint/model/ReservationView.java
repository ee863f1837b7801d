package io.escrowmint.model;

import java.io.Serializable;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A reservation as the store knows it.
 *
 * @param wallet the wallet
 * @param id the reservation
 * @param status where it stands
 * @param amount what it holds or held, 0 for a tombstone
 * @param charged what was charged, 0 unless committed
 * @param late whether it was committed after its expiry
 * @param refunded what was refunded of the charge
 * @param expiresAt when it expires; absent unless open
 */
public record ReservationView(String wallet, String id, Status status, long amount, long charged, boolean late,
		long refunded, @Nullable Instant expiresAt) implements Serializable {

	/** Where a reservation stands. */
	public enum Status {

		/** Held. */
		OPEN,

		/** Charged. */
		COMMITTED,

		/** Given back, or canceled before it was used. */
		CANCELED,

		/** Given back because its time was over. */
		EXPIRED

	}

}
