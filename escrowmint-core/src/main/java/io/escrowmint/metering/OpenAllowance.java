package io.escrowmint.metering;

import java.util.HashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What wallets may use uncharged while the store is away. An outage begins with the first
 * call that is let through, and ends with the first answer to a call that was sent after
 * the last failure. Thread-safe: the figures change under one lock, which is taken only
 * while there is an outage.
 */
final class OpenAllowance {

	private static final Logger logger = LoggerFactory.getLogger(OpenAllowance.class);

	private final long perWallet;

	private final Map<String, Long> used = new HashMap<>();

	private volatile boolean outage;

	private long lastFailure;

	private long calls;

	private long credits;

	OpenAllowance(long perWallet) {
		this.perWallet = perWallet;
	}

	/**
	 * Lets a call through, if its wallet has something left.
	 * @param wallet who would pay
	 * @param cost credits
	 * @return whether the call may run
	 */
	synchronized boolean take(String wallet, long cost) {
		this.outage = true;
		this.lastFailure = System.nanoTime();
		long before = this.used.getOrDefault(wallet, 0L);
		if (cost > this.perWallet - before) {
			return false;
		}
		this.used.put(wallet, before + cost);
		this.calls++;
		this.credits += cost;
		return true;
	}

	/**
	 * The store has answered.
	 * @param sent when it was asked, by {@link System#nanoTime()}
	 */
	void answered(long sent) {
		if (this.outage) {
			recover(sent);
		}
	}

	private void recover(long sent) {
		long ran;
		long uncharged;
		synchronized (this) {
			if (!this.outage || sent - this.lastFailure < 0) {
				return;
			}
			ran = this.calls;
			uncharged = this.credits;
			this.outage = false;
			this.used.clear();
			this.calls = 0;
			this.credits = 0;
		}
		// Writing a log may block, and calls wait for the lock.
		logger.warn("The store is back: {} calls that would have held {} credits ran uncharged", ran, uncharged);
	}

}
