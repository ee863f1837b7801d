package io.escrowmint.lease;

/**
 * How large the next lease of a wallet is: what the observed rate spends in a second,
 * within the terms, and no more than a share of what the wallet is known to have, so that
 * its last credits are left for all. Not thread-safe.
 */
final class Sizing {

	/** No process takes more than this part of what is left. */
	static final int SHARE = 4;

	private static final double NANOS_PER_SECOND = 1e9;

	private static final double SHORTEST = 1e6;

	private final LeaseTerms terms;

	private long desired;

	Sizing(LeaseTerms terms) {
		this.terms = terms;
		this.desired = terms.initialSize();
	}

	/**
	 * Learns from a lease that is to be followed by another.
	 * @param used credits taken from it
	 * @param nanos time in use
	 */
	void observe(long used, long nanos) {
		double perSecond = used / Math.max(SHORTEST, nanos) * NANOS_PER_SECOND;
		this.desired = (long) Math.min(perSecond, this.terms.maxSize());
	}

	/**
	 * Returns the size of the next lease.
	 * @param need what it must hold at least, 0 if nobody waits
	 * @param available what the wallet is known to have; the largest number if nothing is
	 * known
	 * @param room how much more may lie unspent in this process
	 * @return credits, 0 if a lease is not worth it
	 */
	long next(long need, long available, long room) {
		long size = Math.max(Math.max(need, this.desired), this.terms.minSize());
		size = Math.min(Math.min(size, this.terms.maxSize()), Math.min(available / SHARE, room));
		return (size >= Math.max(need, this.terms.minSize())) ? size : 0;
	}

	/** Tells whether only so little is left that no process should lease any of it. */
	boolean isNearEnd(long available) {
		return available / SHARE < this.terms.minSize();
	}

}
