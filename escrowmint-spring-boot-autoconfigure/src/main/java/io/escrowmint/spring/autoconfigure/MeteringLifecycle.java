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
final class MeteringLifecycle implements SmartLifecycle {

	// Below the web server, whose phases are 1024 and 2048 below the default.
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 3072;

	private final MeteringSessions sessions;

	private final Duration longest;

	private final ThreadFactory threads;

	private volatile boolean running;

	/**
	 * Creates the lifecycle.
	 * @param sessions the sessions
	 * @param timeout how long the container waits for a phase to stop
	 * @param threads makes the thread that waits at the stop
	 */
	MeteringLifecycle(MeteringSessions sessions, Duration timeout, ThreadFactory threads) {
		this.sessions = sessions;
		// What is lost is to be counted before the container goes on.
		this.longest = timeout.multipliedBy(9).dividedBy(10);
		this.threads = threads;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public void start() {
		this.sessions.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.sessions.drain(this.longest);
		this.sessions.stop();
		this.running = false;
	}

	@Override
	public void stop(Runnable callback) {
		this.threads.newThread(() -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		}).start();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
