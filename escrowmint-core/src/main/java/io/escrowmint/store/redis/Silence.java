package io.escrowmint.store.redis;

import java.time.Duration;

import io.escrowmint.store.StoreOptions;

/**
 * How long a server was asked and did not say a word: from the first question after its
 * last word on. Any word at all ends it, so that a slow server is not taken for one that
 * is gone; and without questions there is none. Thread-safe: a race may forget a
 * question, and the next one is remembered.
 */
final class Silence {

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final long NONE = Long.MIN_VALUE;

	private final long limitNanos;

	private volatile long since = NONE;

	Silence(Duration limit) {
		this.limitNanos = limit.toNanos();
	}

	/**
	 * Returns how long is too long: when two calls have waited for their timeout, one
	 * after the other, the third finds it so. At least a second, as long as a healthy
	 * server may pause.
	 */
	static Duration limit(StoreOptions options) {
		Duration limit = options.timeout().multipliedBy(3).dividedBy(2);
		return (limit.compareTo(SHORTEST) > 0) ? limit : SHORTEST;
	}

	/**
	 * Notes a question.
	 * @param now by {@link System#nanoTime()}
	 */
	void asked(long now) {
		if (this.since == NONE) {
			this.since = now;
		}
	}

	void broken() {
		if (this.since != NONE) {
			this.since = NONE;
		}
	}

	boolean isTooLong(long now) {
		long since = this.since;
		return since != NONE && now - since >= this.limitNanos;
	}

}
