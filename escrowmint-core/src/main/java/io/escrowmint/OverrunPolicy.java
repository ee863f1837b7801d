package io.escrowmint;

import io.escrowmint.model.Overrun;

/**
 * What a metered call does when it used more than it holds.
 */
public enum OverrunPolicy {

	/** What {@code escrowmint.metered.overrun} says. */
	DEFAULT,

	/**
	 * {@link Metering#settle} throws, and the hold stays as it was.
	 *
	 * @see Overrun#REJECT
	 */
	REJECT,

	/**
	 * Charges what is held.
	 *
	 * @see Overrun#CLAMP
	 */
	CLAMP,

	/**
	 * Takes the rest from what the wallet has available; if that is not enough, charges
	 * what is held.
	 *
	 * @see Overrun#AVAILABLE
	 */
	AVAILABLE,

	/**
	 * Takes the rest from what the wallet has available, and what is missing as debt, up
	 * to {@code escrowmint.max-debt}; above it, charges what is held.
	 *
	 * @see Overrun#DEBT
	 */
	DEBT;

	/**
	 * Returns what is sent to the store.
	 * @param configured what counts for {@link #DEFAULT}
	 * @return the policy of the commit
	 */
	public Overrun or(Overrun configured) {
		return switch (this) {
			case DEFAULT -> configured;
			case REJECT -> Overrun.REJECT;
			case CLAMP -> Overrun.CLAMP;
			case AVAILABLE -> Overrun.AVAILABLE;
			case DEBT -> Overrun.DEBT;
		};
	}

}
