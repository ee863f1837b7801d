package io.escrowmint.ledger;

import io.escrowmint.model.WalletEvent;
import org.jspecify.annotations.Nullable;

/**
 * What the id of an event names. Ids of different kinds never meet.
 */
public enum OperationKind {

	/** The key of a consume, top-up, withdrawal or refund. */
	OPERATION,

	/** A reservation. */
	RESERVATION,

	/** A lease. */
	LEASE;

	/**
	 * Tells what the id of an event names.
	 * @param event the event
	 * @return the kind, {@code null} if the event has no id
	 */
	public static @Nullable OperationKind of(WalletEvent event) {
		if (event.id() == null) {
			return null;
		}
		return switch (event.type()) {
			case RESERVED, EXTENDED, COMMITTED, CANCELED, EXPIRED -> RESERVATION;
			case LEASE_GRANTED, LEASE_CONSUMED, LEASE_RENEWED, LEASE_RELEASED, LEASE_EXPIRED -> LEASE;
			case CREATED, TOPPED_UP, WITHDRAWN, CONSUMED, REFUNDED, SNAPSHOT, REBUILT -> OPERATION;
		};
	}

}
