package io.escrowmint.model;

/**
 * Who named an operation. It decides how long the operation is remembered.
 */
public enum Origin {

	/** The caller chose the name: remembered for {@code escrowmint.idempotency-ttl}. */
	CALLER,

	/** The library made the name: remembered for {@code escrowmint.receipt-ttl}. */
	LIBRARY

}
