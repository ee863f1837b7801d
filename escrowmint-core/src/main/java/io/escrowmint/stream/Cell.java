package io.escrowmint.stream;

import io.escrowmint.store.FailureTypes;
import io.escrowmint.stream.StreamStatus.Phase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task of a loop, with the errors it met and the time at which it goes on. An error
 * of one never concerns another.
 */
final class Cell {

	private static final Logger logger = LoggerFactory.getLogger(Cell.class);

	private final String container;

	private final StreamTask task;

	private final Backoff backoff;

	private final StreamListener listener;

	final Progress progress = new Progress();

	private int failures;

	private long due = System.nanoTime();

	Cell(String container, StreamTask task, StreamOptions options, StreamListener listener) {
		this.container = container;
		this.task = task;
		this.backoff = Backoff.of(options);
		this.listener = listener;
	}

	/**
	 * Steps, if it is time to.
	 * @return nanoseconds until it is time again
	 */
	long run() {
		long wait = this.due - System.nanoTime();
		if (wait > 0) {
			return wait;
		}
		long pause = step();
		this.due = System.nanoTime() + pause;
		return pause;
	}

	// Whatever it is: a loop that ended would end in silence.
	private long step() {
		try {
			long pause = this.task.step(this.progress);
			this.failures = 0;
			return pause;
		}
		catch (Throwable ex) {
			return restart(ex);
		}
	}

	private long restart(Throwable error) {
		this.failures++;
		if (!this.progress.isStopping()) {
			this.progress.trouble(Phase.RECOVERING, error);
			if (this.failures == 1) {
				logger.warn("{} begins anew after an error: {}", this.container, FailureTypes.of(error));
			}
			logger.debug("Why {} begins anew", this.container, error);
			this.listener.restarted(this.container, error);
		}
		quietly(this.task::reset);
		long pause = this.backoff.nanos(this.failures);
		return (error instanceof UnreadableStateException unreadable) ? Math.max(pause, unreadable.pause().toNanos())
				: pause;
	}

	void end() {
		quietly(this.task::end);
		quietly(this.task::reset);
	}

	private void quietly(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException | Error ex) {
			logger.debug("{} could not let go of something", this.container, ex);
		}
	}

}
