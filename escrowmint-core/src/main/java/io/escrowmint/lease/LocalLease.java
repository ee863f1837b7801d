package io.escrowmint.lease;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The credits of one lease, shared by all threads of the process without a lock.
 * <p>
 * Why nothing is spent twice or lost: each credit leaves the {@link FreeCredits} once,
 * which holds it, and from there is added to exactly one of spent, free or, once the
 * lease is closed, returned. Why nothing is decided after the deadline: the clock is read
 * after the credits were taken, and what was taken too late goes back. Why a report is
 * never too high: a credit is added to spent only when it is decided. So a closed lease
 * is {@linkplain #isQuiet() quiet} when spent and returned make up what was granted, and
 * then nothing moves any more.
 */
final class LocalLease {

	/** What taking answers if it took nothing. */
	static final long REFUSED = FreeCredits.REFUSED;

	private final LongSupplier nanoTime;

	private final long granted;

	private final FreeCredits free;

	private final AtomicLong spent = new AtomicLong();

	private final AtomicLong returned = new AtomicLong();

	private volatile long deadline;

	/**
	 * Creates a lease with all of its credits free.
	 * @param granted credits
	 * @param deadline when nothing is decided any more, by the clock
	 * @param nanoTime the clock
	 */
	LocalLease(long granted, long deadline, LongSupplier nanoTime) {
		this.granted = granted;
		this.free = new FreeCredits(granted);
		this.deadline = deadline;
		this.nanoTime = nanoTime;
	}

	/**
	 * Spends credits.
	 * @param amount credits
	 * @return what is left, or {@link #REFUSED}
	 */
	long consume(long amount) {
		long left = take(amount);
		if (left >= 0) {
			this.spent.addAndGet(amount);
		}
		return left;
	}

	/**
	 * Holds credits, to be {@linkplain #settle settled} once.
	 * @param amount credits
	 * @return what is left, or {@link #REFUSED}
	 */
	long hold(long amount) {
		return take(amount);
	}

	/**
	 * Holds as much as there is.
	 * @param most credits, 1 or more
	 * @return what is held, 0 to {@code most}
	 */
	long holdUpTo(long most) {
		while (true) {
			long amount = Math.min(most, left());
			if (amount <= 0) {
				return 0;
			}
			if (hold(amount) >= 0) {
				return amount;
			}
			if (isExpired(this.nanoTime.getAsLong())) {
				return 0;
			}
		}
	}

	/**
	 * Ends a hold, at any time: what is not charged returns here.
	 * @param amount what was held
	 * @param charged how much of it is spent
	 */
	void settle(long amount, long charged) {
		if (charged > 0) {
			this.spent.addAndGet(charged);
		}
		if (charged < amount) {
			giveBack(amount - charged);
		}
	}

	private long take(long amount) {
		long left = this.free.take(amount);
		if (left >= 0 && isExpired(this.nanoTime.getAsLong())) {
			giveBack(amount);
			return REFUSED;
		}
		return left;
	}

	private void giveBack(long amount) {
		if (!this.free.putBack(amount)) {
			this.returned.addAndGet(amount);
		}
	}

	/**
	 * Lets nothing be taken any more. Holds can still be settled.
	 * @return whether this call did it
	 */
	boolean close() {
		long rest = this.free.close();
		if (rest == REFUSED) {
			return false;
		}
		this.returned.addAndGet(rest);
		return true;
	}

	/**
	 * Moves the deadline, never back.
	 * @param deadline the new one, by the clock; one caller at a time
	 */
	void renew(long deadline) {
		if (deadline - this.deadline > 0) {
			this.deadline = deadline;
		}
	}

	boolean isExpired(long now) {
		return now - this.deadline >= 0;
	}

	boolean isClosed() {
		return this.free.isClosed();
	}

	/**
	 * Tells whether nothing can move any more: all that was granted is spent or, in a
	 * closed lease, returned.
	 */
	boolean isQuiet() {
		return this.spent.get() + this.returned.get() == this.granted;
	}

	long deadline() {
		return this.deadline;
	}

	long granted() {
		return this.granted;
	}

	/** Never above the truth, and never falls. */
	long spent() {
		return this.spent.get();
	}

	/**
	 * What is neither free nor spent nor returned. Never below the truth, because what
	 * only grows is read first: a moment ago it may have been more.
	 */
	long held() {
		long over = this.spent.get() + this.returned.get();
		return this.granted - over - left();
	}

	/** What was neither spent nor is held when a closed lease is quiet. */
	long returned() {
		return this.returned.get();
	}

	long left() {
		return this.free.left();
	}

	/** Open holds included. */
	long unspent() {
		return this.granted - this.spent.get();
	}

}
