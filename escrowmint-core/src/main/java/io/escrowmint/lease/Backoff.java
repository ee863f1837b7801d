package io.escrowmint.lease;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a wallet that had too little is left alone: a pause that doubles with each
 * refusal, with jitter, so that processes do not ask in step. Not thread-safe.
 */
final class Backoff {

	private final long min;

	private final long max;

	private long pause;

	private long until;

	Backoff(Duration min, Duration max) {
		this.min = min.toNanos();
		this.max = max.toNanos();
	}

	boolean isActive(long now) {
		return this.pause > 0 && now - this.until < 0;
	}

	/**
	 * Begins a pause, unless one is under way. After a long time without a refusal it is
	 * short again.
	 * @param now by the clock
	 */
	void refused(long now) {
		if (!isActive(now)) {
			boolean first = this.pause == 0 || now - this.until > 2 * this.max;
			this.pause = first ? this.min : Math.min(this.max, 2 * this.pause);
			this.until = now + ThreadLocalRandom.current().nextLong(this.pause / 2, this.pause + 1);
		}
	}

	void reset() {
		this.pause = 0;
	}

}
