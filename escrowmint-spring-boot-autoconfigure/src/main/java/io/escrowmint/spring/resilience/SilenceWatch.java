package io.escrowmint.spring.resilience;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Notices that many wait for a store that says nothing, before the first of them has
 * waited out its timeout. Thread-safe; a race lets one call more or less wait, which
 * costs nothing.
 */
final class SilenceWatch {

	private final int crowd;

	private final long silence;

	private final AtomicInteger waiting = new AtomicInteger();

	private volatile long heard;

	/**
	 * Creates a watch.
	 * @param crowd how many calls may wait whatever happens
	 * @param silence how long the store may say nothing while more wait
	 */
	SilenceWatch(int crowd, Duration silence) {
		this.crowd = crowd;
		this.silence = silence.toNanos();
	}

	boolean isSilent() {
		return this.waiting.get() >= this.crowd && System.nanoTime() - this.heard > this.silence;
	}

	void asked() {
		if (this.waiting.getAndIncrement() == 0) {
			this.heard = System.nanoTime();
		}
	}

	void answered() {
		this.heard = System.nanoTime();
		this.waiting.decrementAndGet();
	}

	void failed() {
		this.waiting.decrementAndGet();
	}

}
