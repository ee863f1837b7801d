package io.escrowmint.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.escrowmint.background.BackgroundLoop;
import io.escrowmint.background.Ending;
import io.escrowmint.model.InvalidRequestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reclaims in the background what has expired in wallets that nobody touches.
 * <p>
 * Every process may run one: there is no leader, since a reclaim that another process has
 * done already finds nothing to do. No error ends the loop; one partition's error does
 * not keep the others from being swept. Thread-safe.
 */
public final class Sweeper {

	/**
	 * Pages that one sweep asks of one partition at most; the rest waits for the next.
	 */
	private static final int MAX_PAGES = 16;

	/** Longer than any store lets a call take: only a broken store is ever given up. */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final double JITTER = 0.2;

	private static final Logger logger = LoggerFactory.getLogger(Sweeper.class);

	private final ExpirySource source;

	private final Options options;

	private final AtomicLong reclaimed = new AtomicLong();

	private final AtomicLong failed = new AtomicLong();

	/** Whether the last sweep was without failures, so that an outage is logged once. */
	private final AtomicBoolean healthy = new AtomicBoolean(true);

	private volatile Duration lag = Duration.ZERO;

	private final BackgroundLoop loop;

	/**
	 * Creates a sweeper that does nothing until it is started.
	 * @param source what to sweep
	 * @param options how
	 */
	public Sweeper(ExpirySource source, Options options) {
		this(source, options, (loop) -> {
			Thread thread = new Thread(loop, "escrowmint-sweeper");
			thread.setDaemon(true);
			return thread;
		});
	}

	/**
	 * Creates a sweeper that does nothing until it is started.
	 * @param source what to sweep
	 * @param options how
	 * @param threads makes the thread of the loop; it must not keep the process alive
	 */
	public Sweeper(ExpirySource source, Options options, ThreadFactory threads) {
		this.source = source;
		this.options = options;
		this.loop = new BackgroundLoop(threads, this::loop, Thread::interrupt);
	}

	/**
	 * Starts the loop. A running sweeper goes on as it is.
	 */
	public void start() {
		this.loop.start();
	}

	/**
	 * Ends the loop and waits until it has ended. Can be started again.
	 */
	public void stop() {
		this.loop.stop();
	}

	/**
	 * Tells whether the loop has been started and not stopped.
	 * @return whether it runs
	 */
	public boolean isRunning() {
		return this.loop.isRunning();
	}

	/**
	 * Sweeps all partitions now, page after page while wallets are due, within a bound.
	 * @return what was done; a partition that could not be swept counts as one failure
	 */
	public SweepPage sweepNow() {
		SweepPage total = SweepPage.NOTHING;
		List<Integer> due = IntStream.range(0, this.source.partitions()).boxed().toList();
		for (int round = 0; round < MAX_PAGES && !due.isEmpty(); round++) {
			List<Integer> unfinished = new ArrayList<>();
			total = settled(total).plus(sweep(due, unfinished));
			due = unfinished;
		}
		this.lag = total.lag();
		this.reclaimed.addAndGet(total.reclaimed());
		this.failed.addAndGet(total.failed());
		if (total.failed() == 0) {
			this.healthy.set(true);
		}
		return total;
	}

	/**
	 * Returns how long the earliest due wallet was overdue when the last sweep began.
	 * While a partition does not answer, it does not fall.
	 * @return the lag, zero if nothing was due
	 */
	public Duration lag() {
		return this.lag;
	}

	/**
	 * Returns how many holds and leases this sweeper has reclaimed; grows when a sweep
	 * ends.
	 * @return the count since creation
	 */
	public long reclaimed() {
		return this.reclaimed.get();
	}

	/**
	 * Returns how many wallets and partitions could not be swept; grows when a sweep
	 * ends.
	 * @return the count since creation
	 */
	public long failed() {
		return this.failed.get();
	}

	/** Asks all partitions at once, so that a remote store can answer them together. */
	private SweepPage sweep(List<Integer> partitions, List<Integer> unfinished) {
		List<CompletableFuture<SweepPage>> pages = partitions.stream().map(this::begin).toList();
		SweepPage total = SweepPage.NOTHING;
		for (int index = 0; index < pages.size(); index++) {
			SweepPage page = await(pages.get(index));
			total = total.plus(page);
			if (page.more()) {
				unfinished.add(partitions.get(index));
			}
		}
		return total;
	}

	private CompletableFuture<SweepPage> begin(int partition) {
		try {
			return this.source.sweep(partition, this.options.pageSize()).toCompletableFuture();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private SweepPage await(CompletableFuture<SweepPage> page) {
		try {
			return page.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			report(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		// what is not known any more has not become better
		return new SweepPage(0, 0, 1, this.lag, false);
	}

	private void report(Throwable ex) {
		if (this.healthy.getAndSet(false)) {
			logger.warn("Sweeping failed and is tried again; more failures are logged as debug until it succeeds", ex);
		}
		else {
			logger.debug("Sweeping failed again", ex);
		}
	}

	private static SweepPage settled(SweepPage page) {
		return new SweepPage(page.wallets(), page.reclaimed(), page.failed(), page.lag(), false);
	}

	private void loop(Ending ending) {
		ending.pause(nanos(ThreadLocalRandom.current().nextDouble()));
		while (!ending.hasBegun()) {
			try {
				sweepNow();
			}
			catch (Throwable ex) {
				this.failed.incrementAndGet();
				report(ex);
			}
			ending.pause(nanos(1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1)));
		}
	}

	private long nanos(double intervals) {
		return (long) (this.options.interval().toNanos() * intervals);
	}

	/**
	 * How to sweep.
	 *
	 * @param interval time between two sweeps, on average; many instances spread by
	 * themselves
	 * @param pageSize wallets that are touched per call at most
	 */
	public record Options(Duration interval, int pageSize) {

		/** The shipped defaults. */
		public static final Options DEFAULTS = new Options(Duration.ofSeconds(1), 100);

		public Options {
			if (interval.toMillis() < 1) {
				throw new InvalidRequestException("sweeper.interval", interval, "must be 1 ms or more");
			}
			if (pageSize < 1) {
				throw new InvalidRequestException("sweeper.page-size", pageSize, "must be 1 or more");
			}
		}

	}

}
