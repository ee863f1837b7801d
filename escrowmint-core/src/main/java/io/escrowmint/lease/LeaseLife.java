package io.escrowmint.lease;

import io.escrowmint.model.LeaseExpiry;

/**
 * How long one lease lives: here until a deadline, in the store for longer. The store
 * begins to count some time after it was asked, and at the latest when it has answered.
 * Guarded by the lock of its wallet.
 */
final class LeaseLife {

	private final LeaseContext context;

	private final LeaseTerms terms;

	/** When the store has ended it at the latest. */
	private long storeExpiry;

	/**
	 * Begins the life of a lease that was just granted.
	 * @param scope its wallet
	 */
	LeaseLife(WalletScope scope) {
		this.context = scope.context();
		this.terms = scope.terms();
		prolong();
	}

	/** Allows for the store having just given it a new time to live. */
	void prolong() {
		this.storeExpiry = this.context.now() + duration();
	}

	/**
	 * Returns until when it lives here.
	 * @param sent when its time to live was asked for, by the clock
	 */
	long deadline(long sent) {
		return sent + duration() - this.context.marginNanos();
	}

	/** Whether it is time to ask for more. */
	boolean isHalfOver(long deadline, long now) {
		return deadline - now < (duration() - this.context.marginNanos()) / 2;
	}

	/** Whether the store may still have it. */
	boolean mayLiveInTheStore(long now) {
		return now - this.storeExpiry < 0;
	}

	/** Whether what it had left is spent when the store ends it. */
	boolean endsBurned() {
		return this.terms.expiry() == LeaseExpiry.BURN;
	}

	private long duration() {
		return this.terms.duration().toNanos();
	}

}
