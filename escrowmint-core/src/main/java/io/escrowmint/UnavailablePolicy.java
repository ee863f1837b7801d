package io.escrowmint;

/**
 * What a metered call does while the store cannot be reached.
 */
public enum UnavailablePolicy {

	/** What {@code escrowmint.metered.on-unavailable} says. */
	DEFAULT,

	/** It does not run. */
	CLOSED,

	/**
	 * It runs uncharged, as long as its wallet has used less than
	 * {@code escrowmint.metered.open-allowance} in this instance since the outage began.
	 * A request with an idempotency key does not.
	 */
	OPEN;

	/**
	 * Returns what counts.
	 * @param configured what counts for {@link #DEFAULT}
	 * @return {@link #CLOSED} or {@link #OPEN}
	 */
	public UnavailablePolicy or(UnavailablePolicy configured) {
		return (this != DEFAULT) ? this : configured;
	}

}
