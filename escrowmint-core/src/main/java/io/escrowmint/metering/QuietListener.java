package io.escrowmint.metering;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a listener throws away from the calls that it listens to.
 */
record QuietListener(MeteringListener listener) implements MeteringListener {

	private static final Logger logger = LoggerFactory.getLogger(QuietListener.class);

	@Override
	public void decided(Admission admission) {
		quietly(() -> this.listener.decided(admission));
	}

	@Override
	public void ended(Ending.Kind kind, Duration elapsed) {
		quietly(() -> this.listener.ended(kind, elapsed));
	}

	@Override
	public void settled(Settlement settlement) {
		quietly(() -> this.listener.settled(settlement));
	}

	@Override
	public void settleRepeated() {
		quietly(this.listener::settleRepeated);
	}

	@Override
	public void extended(int holds) {
		quietly(() -> this.listener.extended(holds));
	}

	@Override
	public void allowed(long cost) {
		quietly(() -> this.listener.allowed(cost));
	}

	@Override
	public void shadowed(String verdict, long cost) {
		quietly(() -> this.listener.shadowed(verdict, cost));
	}

	/**
	 * Whatever it throws: a listener in another language may throw a checked exception.
	 */
	private static void quietly(Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			logger.warn("A metering listener failed", ex);
		}
	}

}
