package io.escrowmint.stream;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of all containers: one thread that steps through its tasks. What is read, how
 * it is handled and how it is committed, is the tasks' business. Start and stop are
 * guarded by the monitor; the thread itself takes it never, so that a stop can wait for
 * it.
 */
final class StreamLoop implements StreamContainer {

	private static final Logger logger = LoggerFactory.getLogger(StreamLoop.class);

	private final String name;

	private final Supplier<List<StreamTask>> tasks;

	private final StreamOptions options;

	private final StreamListener listener;

	private final ThreadFactory threads;

	private final Runnable check;

	private volatile List<Cell> cells = List.of();

	private @Nullable Thread thread;

	private volatile @Nullable CountDownLatch stopping;

	StreamLoop(String name, StreamOptions options, StreamListener listener, ThreadFactory threads, Runnable check,
			Supplier<List<StreamTask>> tasks) {
		this.name = name;
		this.tasks = tasks;
		this.options = options;
		this.listener = new QuietStreamListener(listener);
		this.threads = threads;
		this.check = check;
	}

	@Override
	public String name() {
		return this.name;
	}

	// A thread that was told to end, and has not, shares nothing with its successor:
	// cells are fresh, and the token of a commit refuses what it still brings.
	@Override
	public synchronized void start() {
		if (isRunning() && this.thread != null && this.thread.isAlive()) {
			return;
		}
		this.check.run();
		CountDownLatch stop = new CountDownLatch(1);
		List<Cell> fresh = this.tasks.get()
			.stream()
			.map((task) -> new Cell(this.name, task, this.options, this.listener))
			.toList();
		Thread started = this.threads.newThread(() -> run(fresh, stop));
		started.setName("escrowmint-stream-" + this.name);
		this.cells = fresh;
		this.stopping = stop;
		this.thread = started;
		started.start();
	}

	private static void run(List<Cell> cells, CountDownLatch stop) {
		try {
			while (stop.getCount() > 0) {
				pause(step(cells, stop), stop);
			}
		}
		finally {
			cells.forEach(Cell::end);
		}
	}

	private static long step(List<Cell> cells, CountDownLatch stop) {
		long pause = Long.MAX_VALUE;
		for (Cell cell : cells) {
			if (stop.getCount() > 0) {
				pause = Math.min(pause, cell.run());
			}
		}
		return pause;
	}

	// An interrupt is a handler's that it left behind, or says what the latch says: only
	// that ends the loop.
	private static void pause(long nanos, CountDownLatch stop) {
		try {
			if (nanos > 0) {
				stop.await(nanos, TimeUnit.NANOSECONDS);
			}
		}
		catch (InterruptedException ex) {
			logger.debug("A thread of streams was left interrupted, and goes on unless it was told to end", ex);
		}
	}

	@Override
	public synchronized boolean stop(Duration timeout) {
		CountDownLatch stop = this.stopping;
		Thread running = this.thread;
		if (stop == null || running == null) {
			return true;
		}
		this.cells.forEach((cell) -> cell.progress.stop());
		stop.countDown();
		try {
			running.join(Math.max(1, timeout.toMillis()));
			if (running.isAlive()) {
				running.interrupt();
				running.join(Math.max(1, timeout.toMillis() / 4));
			}
		}
		catch (InterruptedException ex) {
			running.interrupt();
			Thread.currentThread().interrupt();
		}
		return !running.isAlive();
	}

	@Override
	public boolean isRunning() {
		CountDownLatch stop = this.stopping;
		return stop != null && stop.getCount() > 0;
	}

	@Override
	public StreamStatus status() {
		boolean alive = isRunning();
		List<StreamStatus> all = this.cells.stream()
			.map((cell) -> cell.progress.status(this.name, alive, this.options))
			.toList();
		if (all.size() == 1) {
			return all.get(0);
		}
		Comparator<StreamStatus> urgency = Comparator.comparing(StreamStatus::phase)
			.thenComparing(StreamStatus::behind);
		StreamStatus worst = all.stream()
			.max(urgency)
			.orElseGet(() -> new Progress().status(this.name, false, this.options));
		Duration behind = all.stream().map(StreamStatus::behind).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
		long backlog = all.stream().mapToLong(StreamStatus::backlog).sum();
		boolean tooFar = behind.compareTo(this.options.maxBehind()) > 0 || backlog > this.options.maxBacklog();
		return new StreamStatus(this.name, worst.phase(), null, behind, backlog, tooFar, worst.error());
	}

}
