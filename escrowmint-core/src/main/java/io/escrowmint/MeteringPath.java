package io.escrowmint;

/**
 * Where a metered call holds its credits.
 */
public enum MeteringPath {

	/** What {@code escrowmint.metered.path} says. */
	DEFAULT,

	/** In the store, which every call asks. */
	DIRECT,

	/**
	 * In a lease of this process, which needs no round trip. A call with an idempotency
	 * key, one that costs more than the largest lease, and one that must not be charged
	 * late ({@link LateCommitPolicy#EXPIRED}) asks the store all the same; so does every
	 * call where there are no leases.
	 *
	 * @see io.escrowmint.lease.CreditLeases
	 */
	LEASED;

	/**
	 * Returns what counts.
	 * @param configured what counts for {@link #DEFAULT}
	 * @return {@link #DIRECT} or {@link #LEASED}
	 */
	public MeteringPath or(MeteringPath configured) {
		return (this != DEFAULT) ? this : configured;
	}

}
