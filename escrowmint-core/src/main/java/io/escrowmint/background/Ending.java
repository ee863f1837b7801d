package io.escrowmint.background;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells a loop that it has to end. Only this ends it: an interrupt alone may be left over
 * by something that the loop has called. Thread-safe.
 */
public final class Ending {

	private final CountDownLatch latch = new CountDownLatch(1);

	Ending() {
	}

	void begin() {
		this.latch.countDown();
	}

	/**
	 * Tells whether the loop has to end.
	 * @return whether it has
	 */
	public boolean hasBegun() {
		return this.latch.getCount() == 0;
	}

	/**
	 * Waits for the next round, or until the loop has to end. An interrupt ends the
	 * pause, and is forgotten.
	 * @param nanos how long
	 */
	public void pause(long nanos) {
		try {
			this.latch.await(nanos, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			// the loop looks whether it has to end, and goes on if it has not
		}
	}

}
