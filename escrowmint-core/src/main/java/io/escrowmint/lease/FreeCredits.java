package io.escrowmint.lease;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Credits that can be taken by any thread, until they are closed.
 * <p>
 * Why none is taken twice or lost: each of them is taken, put back or left behind at the
 * close in one compare-and-set, and closing is for ever.
 */
final class FreeCredits {

	/** What taking answers if it took nothing, and closing if somebody else did it. */
	static final long REFUSED = -1;

	private static final long CLOSED = Long.MIN_VALUE;

	private final AtomicLong credits;

	FreeCredits(long credits) {
		this.credits = new AtomicLong(credits);
	}

	/**
	 * Takes credits, all or nothing.
	 * @param amount credits
	 * @return what is left, or {@link #REFUSED}
	 */
	long take(long amount) {
		long before;
		do {
			before = this.credits.get();
			if (before < amount || amount <= 0) {
				return REFUSED;
			}
		}
		while (!this.credits.compareAndSet(before, before - amount));
		return before - amount;
	}

	/**
	 * Puts credits back that were taken.
	 * @param amount credits
	 * @return {@code false} if it is too late for that
	 */
	boolean putBack(long amount) {
		long before;
		do {
			before = this.credits.get();
			if (before == CLOSED) {
				return false;
			}
		}
		while (!this.credits.compareAndSet(before, before + amount));
		return true;
	}

	/**
	 * Lets nothing be taken or put back any more.
	 * @return what was left, or {@link #REFUSED} if they were closed already
	 */
	long close() {
		long rest = this.credits.getAndSet(CLOSED);
		return (rest != CLOSED) ? rest : REFUSED;
	}

	boolean isClosed() {
		return this.credits.get() == CLOSED;
	}

	long left() {
		return Math.max(0, this.credits.get());
	}

}
