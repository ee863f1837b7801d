package io.escrowmint.stream;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.escrowmint.stream.StreamStatus.Phase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a task gets on. Written by the thread of its loop, read by all.
 */
final class Progress {

	private static final Logger logger = LoggerFactory.getLogger(Progress.class);

	private volatile Phase phase = Phase.RECOVERING;

	private volatile long caughtUp = System.nanoTime();

	private volatile long backlog;

	private volatile @Nullable String error;

	private volatile @Nullable String position;

	private volatile boolean stopping;

	void running() {
		this.phase = Phase.RUNNING;
		this.error = null;
	}

	void standby() {
		this.phase = Phase.STANDBY;
		this.error = null;
		caughtUp();
		this.backlog = 0;
	}

	void trouble(Phase phase, Throwable error) {
		this.phase = phase;
		this.error = error.getClass().getName() + ": " + error.getMessage();
	}

	/**
	 * Nothing is left to read.
	 */
	void caughtUp() {
		this.caughtUp = System.nanoTime();
	}

	/**
	 * So many entries wait. Not to know it stops nobody.
	 */
	void backlog(LongSupplier entries) {
		try {
			this.backlog = entries.getAsLong();
		}
		catch (RuntimeException ex) {
			logger.debug("What waits could not be counted this time", ex);
		}
	}

	/**
	 * What fails from now on fails because it was told to end.
	 */
	void stop() {
		this.stopping = true;
	}

	boolean isStopping() {
		return this.stopping;
	}

	void at(String position) {
		this.position = position;
	}

	StreamStatus status(String name, boolean alive, StreamOptions options) {
		if (!alive) {
			return new StreamStatus(name, Phase.STOPPED, this.position, Duration.ZERO, 0, false, this.error);
		}
		Phase now = this.phase;
		Duration behind = (now == Phase.STANDBY) ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - this.caughtUp);
		long waiting = this.backlog;
		return new StreamStatus(name, now, this.position, behind, waiting,
				behind.compareTo(options.maxBehind()) > 0 || waiting > options.maxBacklog(), this.error);
	}

}
