package io.escrowmint.lease;

/**
 * How large the next lease of a wallet is: what the observed rate spends in a second,
 * within the terms, and no more than a share of what the wallet is known to have, so that
 * its last credits are left for all. And how far ahead leases are acquired: as much as is
 * spent until the store has answered. Not thread-safe.
 */
final class Sizing {

	/** No process takes more than this part of what is left. */
	private static final int SHARE = 4;

	private static final int ROUND_TRIPS = 3;

	private static final double NANOS_PER_SECOND = 1e9;

	private static final double SHORTEST = 1e3;

	private final LeaseTerms terms;

	private double perNano = Double.NaN;

	private long roundTrip;

	Sizing(LeaseTerms terms) {
		this.terms = terms;
	}

	/**
	 * Learns from a lease that is to be followed by another.
	 * @param used credits taken from it
	 * @param nanos time in use
	 */
	void observe(long used, long nanos) {
		this.perNano = used / Math.max(SHORTEST, nanos);
	}

	/**
	 * Learns how long the store takes to grant a lease.
	 * @param nanos from the request to the reply
	 */
	void answered(long nanos) {
		this.roundTrip = (this.roundTrip == 0) ? nanos : (3 * this.roundTrip + nanos) / 4;
	}

	/**
	 * Returns the size of the next lease.
	 * @param need what it must hold at least, 0 if nobody waits
	 * @param most what it may hold
	 * @return credits, 0 if a lease is not worth it
	 */
	long next(long need, long most) {
		long least = Math.max(need, this.terms.minSize());
		long size = Math.min(Math.min(Math.max(desired(), least), this.terms.maxSize()), most);
		return (size >= least) ? size : 0;
	}

	private long desired() {
		return Double.isNaN(this.perNano) ? this.terms.initialSize() : scaled(NANOS_PER_SECOND, this.terms.maxSize());
	}

	/** What is spent before a lease that is asked for now can be there, and some more. */
	long reach() {
		return Double.isNaN(this.perNano) ? 0 : scaled(ROUND_TRIPS * (double) this.roundTrip, this.terms.maxUnspent());
	}

	private long scaled(double nanos, long most) {
		return (long) Math.min(this.perNano * nanos, most);
	}

	/**
	 * Returns what a process may take of a wallet.
	 * @param available what the wallet is known to have; the largest number if nothing is
	 * known
	 * @return credits
	 */
	static long share(long available) {
		return available / SHARE;
	}

	/** Tells whether only so little is left that no process should lease any of it. */
	boolean isNearEnd(long available) {
		return share(available) < this.terms.minSize();
	}

}
