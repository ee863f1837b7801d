package io.escrowmint.model;

/**
 * What a commit does when it asks for more than the reservation holds.
 */
public enum Overrun {

	/** Refuses the commit; the hold stays as it is. */
	REJECT,

	/** Charges the held amount and no more. */
	CLAMP,

	/** Takes the rest from the wallet's available credits, or refuses. */
	AVAILABLE,

	/**
	 * Takes the rest from available, and books what is missing as debt, up to the cap on
	 * the wallet's total debt; above it the commit is refused.
	 */
	DEBT

}
