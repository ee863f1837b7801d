package io.escrowmint.lease;

import java.time.Duration;

import io.escrowmint.model.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What a wallet has, as the store said last. Guarded by the lock of its wallet.
 */
final class LastReply {

	private static final long UNKNOWN = Long.MAX_VALUE;

	private final String wallet;

	private long available = UNKNOWN;

	private long heardAt;

	private Refusal.@Nullable InsufficientCredits refusal;

	LastReply(String wallet) {
		this.wallet = wallet;
	}

	void heard(long available, long now) {
		this.available = available;
		this.heardAt = now;
	}

	void refused(Refusal.InsufficientCredits refusal) {
		this.refusal = refusal;
	}

	/** The largest number if nothing was heard. */
	long available() {
		return this.available;
	}

	/**
	 * Tells whether an amount is known to be too much.
	 * @param amount credits
	 * @param here what lies free in this process
	 * @return {@code false} if there is enough, or nothing was heard
	 */
	boolean isShortOf(long amount, long here) {
		return this.available != UNKNOWN && amount > this.available + here;
	}

	/** Why an amount is refused, with the figures of the last refusal. */
	Refusal.InsufficientCredits shortage(long amount) {
		Refusal.InsufficientCredits last = this.refusal;
		return (last != null)
				? new Refusal.InsufficientCredits(this.wallet, amount, this.available, last.held(), last.leased(),
						last.earliestExpiry())
				: new Refusal.InsufficientCredits(this.wallet, amount, this.available, 0, 0, null);
	}

	LeaseBalance balance(long leased, long now) {
		return (this.available != UNKNOWN)
				? new LeaseBalance(this.wallet, this.available, Duration.ofNanos(now - this.heardAt), leased)
				: new LeaseBalance(this.wallet, 0, null, leased);
	}

}
