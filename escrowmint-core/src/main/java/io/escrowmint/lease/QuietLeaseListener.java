package io.escrowmint.lease;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a listener throws away from the calls that it listens to.
 */
record QuietLeaseListener(LeaseListener listener) implements LeaseListener {

	private static final Logger logger = LoggerFactory.getLogger(QuietLeaseListener.class);

	@Override
	public void granted(long asked, long granted, boolean refill, Duration elapsed) {
		quietly(() -> this.listener.granted(asked, granted, refill, elapsed));
	}

	@Override
	public void refused(long asked) {
		quietly(() -> this.listener.refused(asked));
	}

	@Override
	public void acquireFailed() {
		quietly(this.listener::acquireFailed);
	}

	@Override
	public void refusedLocally() {
		quietly(this.listener::refusedLocally);
	}

	@Override
	public void waited() {
		quietly(this.listener::waited);
	}

	@Override
	public void direct() {
		quietly(this.listener::direct);
	}

	@Override
	public void reported(long booked, boolean late) {
		quietly(() -> this.listener.reported(booked, late));
	}

	@Override
	public void repeated() {
		quietly(this.listener::repeated);
	}

	@Override
	public void renewed() {
		quietly(this.listener::renewed);
	}

	@Override
	public void released(long returned) {
		quietly(() -> this.listener.released(returned));
	}

	@Override
	public void expired(long unspent) {
		quietly(() -> this.listener.expired(unspent));
	}

	@Override
	public void settledLate(long charged) {
		quietly(() -> this.listener.settledLate(charged));
	}

	@Override
	public void lost(long credits) {
		quietly(() -> this.listener.lost(credits));
	}

	/**
	 * Whatever it throws: a listener in another language may throw a checked exception.
	 */
	private static void quietly(Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			logger.warn("A lease listener failed", ex);
		}
	}

}
