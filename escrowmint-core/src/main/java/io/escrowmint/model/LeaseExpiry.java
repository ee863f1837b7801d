package io.escrowmint.model;

/**
 * What becomes of the unspent part of a lease when it expires.
 */
public enum LeaseExpiry {

	/** It returns to the wallet's available credits. */
	RETURN,

	/** It is booked as spent, and the event says so. */
	BURN

}
