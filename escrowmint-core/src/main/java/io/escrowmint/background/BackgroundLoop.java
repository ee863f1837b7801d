package io.escrowmint.background;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A loop in a thread of its own, which can be started and stopped any number of times.
 * There are never two threads in it: whoever is started while a predecessor still ends,
 * because whoever stopped it did not wait so long, begins when that has ended.
 * Thread-safe.
 */
public final class BackgroundLoop {

	/** Longer than anything under way may take. */
	private static final Duration PATIENCE = Duration.ofSeconds(40);

	private final ThreadFactory threads;

	private final Consumer<Ending> body;

	private final Consumer<Thread> wake;

	private volatile @Nullable Ending ending;

	private @Nullable Thread thread;

	/**
	 * Creates a loop that does nothing until it is started.
	 * @param threads makes its threads
	 * @param body goes round until the ending is over; it catches what its rounds throw
	 * @param wake tells a thread in the body that the ending is over, where it waits for
	 * something else
	 */
	public BackgroundLoop(ThreadFactory threads, Consumer<Ending> body, Consumer<Thread> wake) {
		this.threads = threads;
		this.body = body;
		this.wake = wake;
	}

	/**
	 * Starts a thread. A running loop goes on as it is.
	 */
	public synchronized void start() {
		if (this.ending != null) {
			return;
		}
		Thread predecessor = this.thread;
		Ending fresh = new Ending();
		Thread started = this.threads.newThread(() -> run(predecessor, fresh));
		started.start();
		this.thread = started;
		this.ending = fresh;
	}

	/**
	 * Ends the loop and waits until what is under way is done: 40 seconds at most, or
	 * until the caller is interrupted, whose interrupt status is kept. Can be started
	 * again.
	 */
	public synchronized void stop() {
		Ending begun = this.ending;
		Thread running = this.thread;
		if (begun != null) {
			this.ending = null;
			begun.begin();
		}
		if (running == null) {
			return;
		}
		this.wake.accept(running);
		try {
			running.join(PATIENCE.toMillis());
			this.thread = running.isAlive() ? running : null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Tells whether the loop has been started and not stopped.
	 * @return whether it runs
	 */
	public boolean isRunning() {
		return this.ending != null;
	}

	private void run(@Nullable Thread predecessor, Ending fresh) {
		while (predecessor != null && predecessor.isAlive()) {
			try {
				predecessor.join();
			}
			catch (InterruptedException ex) {
				// whoever interrupts this thread tells it to end, and the body will see
			}
		}
		this.body.accept(fresh);
	}

}
