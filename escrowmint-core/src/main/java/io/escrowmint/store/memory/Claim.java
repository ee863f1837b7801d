package io.escrowmint.store.memory;

import java.time.Instant;
import java.util.Comparator;

import io.escrowmint.model.OperationId;
import io.escrowmint.model.WalletEvent;

/**
 * A part of a wallet that is set aside until a time: an open hold or a live lease.
 */
sealed interface Claim permits Hold, Lease {

	/** Order of reclaim: by expiry, then holds before leases, then by id. */
	Comparator<Claim> ORDER = Comparator.comparingLong(Claim::expiry)
		.thenComparing(Claim::isLease)
		.thenComparing(Claim::name, Utf8.ORDER);

	OperationId id();

	/**
	 * Returns when the claim ends, in ms.
	 * @return ms since 1970
	 */
	long expiry();

	boolean isLease();

	/**
	 * Returns how a SNAPSHOT shows the claim.
	 * @return the entry
	 */
	WalletEvent.Claim toEntry();

	default String name() {
		return id().value();
	}

	default boolean isExpired(long now) {
		return now >= expiry();
	}

	default Instant expiresAt() {
		return Instant.ofEpochMilli(expiry());
	}

}
