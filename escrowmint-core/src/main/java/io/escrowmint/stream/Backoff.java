package io.escrowmint.stream;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses that double with each failure, from half of each up to the whole of it.
 *
 * @param min the first pause
 * @param max the longest
 */
record Backoff(Duration min, Duration max) {

	private static final int MAX_DOUBLINGS = 30;

	static Backoff of(StreamOptions options) {
		return new Backoff(options.backoffMin(), options.backoffMax());
	}

	/**
	 * Returns a pause.
	 * @param failures how many there were, this one included
	 * @return nanoseconds
	 */
	long nanos(int failures) {
		double doubled = this.min.toNanos() * Math.pow(2, Math.min(Math.max(failures - 1, 0), MAX_DOUBLINGS));
		long pause = (long) Math.min(this.max.toNanos(), doubled);
		return ThreadLocalRandom.current().nextLong(pause / 2, pause + 1);
	}

}
