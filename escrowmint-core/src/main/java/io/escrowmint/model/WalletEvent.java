package io.escrowmint.model;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The fact of one state change of one wallet.
 *
 * @param wallet the wallet
 * @param epoch marks the wallet's life
 * @param seq grows by exactly 1 per event within an epoch
 * @param type what happened
 * @param time when, by the clock of the store, in whole milliseconds
 * @param change how each figure changed; may be negative
 * @param after the figures afterwards
 * @param id operation key, reservation or lease, if there is one
 * @param callerNamed whether the caller chose the id
 * @param owner the owner of a lease
 * @param expiresAt when the hold or lease expires
 * @param asked of COMMITTED and LEASE_GRANTED: the amount that was asked for; of
 * LEASE_CONSUMED by a report: the total that was reported
 * @param charged of COMMITTED: the amount that was charged; of LEASE_EXPIRED: the amount
 * that was burned; of LEASE_GRANTED: the amount that burns at expiry, absent if it
 * returns
 * @param late of COMMITTED and LEASE_CONSUMED: whether it came after expiry
 * @param original of REFUNDED: the charge that was refunded, if one was named; of
 * LEASE_CONSUMED by a consume: its operation key, if it had one
 * @param requestId the request that caused the change
 * @param note free text; of a SNAPSHOT {@link #REBUILT} or nothing
 * @param open of SNAPSHOT and REBUILT: the open holds and live leases
 */
public record WalletEvent(String wallet, long epoch, long seq, EventType type, Instant time, Figures change,
		Figures after, @Nullable String id, boolean callerNamed, @Nullable String owner, @Nullable Instant expiresAt,
		@Nullable Long asked, @Nullable Long charged, boolean late, @Nullable Charge original,
		@Nullable String requestId, @Nullable String note, List<Claim> open) implements Serializable {

	/**
	 * The note of a SNAPSHOT of a life of the wallet that began as a rebuild of those
	 * before it, and not from nothing.
	 */
	public static final String REBUILT = "rebuilt";

	public WalletEvent {
		open = List.copyOf(open);
	}

	/**
	 * An open hold or live lease in a SNAPSHOT.
	 *
	 * @param lease whether it is a lease
	 * @param id the reservation or lease
	 * @param callerNamed whether the caller chose the id
	 * @param amount what a hold holds; what a lease was given
	 * @param expiresAt when it expires
	 * @param owner the owner of a lease
	 * @param consumed what was charged to a lease by consume
	 * @param reported the highest total that was reported of a lease
	 * @param expiry what becomes of a lease's unspent part
	 */
	public record Claim(boolean lease, String id, boolean callerNamed, long amount, Instant expiresAt,
			@Nullable String owner, long consumed, long reported,
			@Nullable LeaseExpiry expiry) implements Serializable {

	}

}
