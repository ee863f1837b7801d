package io.escrowmint.ledger;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A wallet with an entry that the database refuses, and what it said.
 *
 * @param wallet the wallet
 * @param partition the partition of the wallet
 * @param entries how many entries wait: the refused one and all that came after it
 * @param first the number of the refused one
 * @param since when it was set aside
 * @param attempts how often the database has refused it
 * @param tried when it did so last; {@code null} if the entry waited behind another and
 * has not been tried
 * @param sqlState what the database called it, if it called it anything
 * @param message what the database said, shortened; may name values of the row
 */
public record RefusedWallet(String wallet, int partition, long entries, LedgerKey first, Instant since, int attempts,
		@Nullable Instant tried, @Nullable String sqlState, @Nullable String message) {

	private static final long FIRST_PAUSE_MILLIS = 1000;

	private static final int MAX_DOUBLINGS = 20;

	/**
	 * Tells whether it is time to try again: after a second, then after twice as long
	 * each time.
	 * @param now the time
	 * @param longest the longest pause
	 * @return whether it is
	 */
	boolean isDue(Instant now, Duration longest) {
		if (this.tried == null) {
			return true;
		}
		long pause = FIRST_PAUSE_MILLIS << Math.min(MAX_DOUBLINGS, Math.max(0, this.attempts - 1));
		return !now.isBefore(this.tried.plusMillis(Math.min(longest.toMillis(), pause)));
	}

	/**
	 * Says it in words, with the numbers.
	 * @return a sentence without the wallet's name, but with what the database said
	 */
	public String explanation() {
		String waiting = (this.entries == 1) ? "1 entry waits" : this.entries + " entries wait";
		if (this.tried == null) {
			return "from " + this.first + " on " + waiting + " for the next try since " + this.since;
		}
		return "from " + this.first + " on " + waiting + ": the database refuses the first (SQLState " + this.sqlState
				+ ", tried " + this.attempts + " times since " + this.since + "): " + this.message;
	}

}
