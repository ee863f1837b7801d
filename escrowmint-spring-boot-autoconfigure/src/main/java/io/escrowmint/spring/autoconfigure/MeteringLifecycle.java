package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;

import io.escrowmint.metering.MeteringSessions;

import org.springframework.context.SmartLifecycle;

/**
 * Keeps the holds of metered calls while the application runs. Starts before the web
 * server and stops after it, so that the last request is settled too; the store is closed
 * later.
 */
final class MeteringLifecycle extends DrainingLifecycle {

	// Below the web server, whose phases are 1024 and 2048 below the default.
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 3072;

	private final MeteringSessions sessions;

	/**
	 * Creates the lifecycle.
	 * @param sessions the sessions
	 * @param timeout how long the container waits for a phase to stop
	 * @param threads makes the thread that waits at the stop
	 */
	MeteringLifecycle(MeteringSessions sessions, Duration timeout, ThreadFactory threads) {
		super(PHASE, timeout, threads);
		this.sessions = sessions;
	}

	@Override
	void begin() {
		this.sessions.start();
	}

	@Override
	void end(Duration longest) {
		this.sessions.drain(longest);
		this.sessions.stop();
	}

}
