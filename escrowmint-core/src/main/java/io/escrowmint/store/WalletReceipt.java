package io.escrowmint.store;

import java.time.Instant;

import io.escrowmint.model.Charge;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.LeaseView;
import io.escrowmint.model.ReservationView;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of something finished, so that a repeat gets the first answer.
 */
public sealed interface WalletReceipt {

	/**
	 * Returns the operation key, reservation or lease.
	 * @return its name
	 */
	String id();

	/**
	 * Tells whether the caller chose the name.
	 * @return whether it did
	 */
	boolean callerNamed();

	/**
	 * Returns when it was finished, by the clock of the store.
	 * @return the time
	 */
	Instant time();

	/** What an operation key can stand for. */
	enum Verb {

		/** A consume. */
		CONSUME,

		/** A top-up. */
		TOP_UP,

		/** A withdrawal. */
		WITHDRAW,

		/** A refund. */
		REFUND,

		/** A consume from a lease. */
		CONSUME_LEASE

	}

	/**
	 * An operation under a key.
	 *
	 * @param id the operation key
	 * @param callerNamed whether the caller chose the key
	 * @param time when it was applied
	 * @param verb what it did
	 * @param amount the amount
	 * @param original of a refund: the charge that it named
	 * @param lease of a consume from a lease: the lease
	 * @param owner of a consume from a lease: who asked
	 * @param available what the wallet had available afterwards
	 * @param debt what the wallet owed afterwards
	 * @param unspent what the lease had left afterwards
	 * @param refunded of a consume: what was refunded of it
	 */
	record Operation(String id, boolean callerNamed, Instant time, Verb verb, long amount, @Nullable Charge original,
			@Nullable String lease, @Nullable String owner, long available, long debt, long unspent,
			long refunded) implements WalletReceipt {

	}

	/**
	 * A finished reservation.
	 *
	 * @param id the reservation
	 * @param callerNamed whether the caller chose the id
	 * @param time when it was finished
	 * @param status how
	 * @param amount what it held
	 * @param asked of a commit: the amount that was asked for
	 * @param charged of a commit: the amount that was charged
	 * @param available of a commit: what the wallet had available afterwards
	 * @param debt of a commit: what the wallet owed afterwards
	 * @param late of a commit: whether it came after expiry
	 * @param refunded of a commit: what was refunded of it
	 */
	record Reservation(String id, boolean callerNamed, Instant time, ReservationView.Status status, long amount,
			long asked, long charged, long available, long debt, boolean late, long refunded) implements WalletReceipt {

	}

	/**
	 * A finished lease.
	 *
	 * @param id the lease
	 * @param callerNamed whether the caller chose the id
	 * @param time when it was finished
	 * @param status how
	 * @param owner who owned it
	 * @param requested the amount that was asked for
	 * @param granted the amount that was given
	 * @param consumed what was charged to it by consume
	 * @param reported the highest total that was reported
	 * @param expiry what became of the unspent part
	 */
	record Lease(String id, boolean callerNamed, Instant time, LeaseView.Status status, String owner, long requested,
			long granted, long consumed, long reported, LeaseExpiry expiry) implements WalletReceipt {

	}

}
