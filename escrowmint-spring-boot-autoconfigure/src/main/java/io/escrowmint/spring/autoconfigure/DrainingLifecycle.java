package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Runs something with the application that takes time to end: it has nine tenths of what
 * the container waits for, so that what is lost is counted before the container goes on.
 */
abstract class DrainingLifecycle implements SmartLifecycle {

	private final int phase;

	private final Duration longest;

	private final ThreadFactory threads;

	private volatile boolean running;

	/**
	 * Creates the lifecycle.
	 * @param phase in which it starts and stops
	 * @param timeout how long the container waits for a phase to stop
	 * @param threads makes the thread that waits at the stop
	 */
	DrainingLifecycle(int phase, Duration timeout, ThreadFactory threads) {
		this.phase = phase;
		this.longest = timeout.multipliedBy(9).dividedBy(10);
		this.threads = threads;
	}

	/** Begins. */
	abstract void begin();

	/**
	 * Ends.
	 * @param longest how long it may wait for what is under way
	 */
	abstract void end(Duration longest);

	@Override
	public final int getPhase() {
		return this.phase;
	}

	@Override
	public final void start() {
		this.running = true;
		begin();
	}

	@Override
	public final void stop() {
		end(this.longest);
		this.running = false;
	}

	@Override
	public final void stop(Runnable callback) {
		BackgroundThreads.stop(this.threads, this::stop, callback);
	}

	@Override
	public final boolean isRunning() {
		return this.running;
	}

}
