package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongFunction;
import java.util.stream.Stream;

import io.escrowmint.model.Command;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.StoreUnavailableException;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls from several threads until it is closed, each with a number of its own, and the
 * books on what became of them. A call is acknowledged, unavailable or unknown; anything
 * else is a surprise.
 */
final class SteadyLoad implements AutoCloseable {

	private final OpenStore store;

	private final LongFunction<Command<?>> command;

	private final ExecutorService threads;

	private final AtomicBoolean over = new AtomicBoolean();

	private final ReadWriteLock quiet = new ReentrantReadWriteLock(true);

	private final AtomicLong sent = new AtomicLong();

	private final AtomicLong acknowledged = new AtomicLong();

	private final Queue<Command<?>> unavailable = new ConcurrentLinkedQueue<>();

	private final Queue<Command<?>> unknown = new ConcurrentLinkedQueue<>();

	private final Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();

	private long lastAnswer = System.nanoTime();

	private long longestGap;

	SteadyLoad(OpenStore store, int threads, LongFunction<Command<?>> command) {
		this.store = store;
		this.command = command;
		this.threads = Executors.newFixedThreadPool(threads);
		for (int thread = 0; thread < threads; thread++) {
			this.threads.execute(this::callOnAndOn);
		}
	}

	long sent() {
		return this.sent.get();
	}

	long acknowledged() {
		return this.acknowledged.get();
	}

	long unknown() {
		return this.unknown.size();
	}

	long unavailable() {
		return this.unavailable.size();
	}

	/**
	 * Those that were not acknowledged.
	 */
	List<Command<?>> doubtful() {
		return Stream.concat(this.unavailable.stream(), this.unknown.stream()).toList();
	}

	/**
	 * The longest time in which no call was acknowledged.
	 */
	synchronized Duration longestGap() {
		return Duration.ofNanos(this.longestGap);
	}

	/**
	 * Does something while no call is under way.
	 */
	void whileQuiet(Runnable action) {
		this.quiet.writeLock().lock();
		try {
			action.run();
		}
		finally {
			this.quiet.writeLock().unlock();
		}
	}

	/**
	 * Returns when so many more calls have been acknowledged.
	 */
	void awaitAcknowledged(long more) {
		long goal = acknowledged() + more;
		Awaitility.await()
			.atMost(OpenStore.PATIENCE.multipliedBy(2))
			.untilAsserted(() -> assertThat(acknowledged()).isGreaterThanOrEqualTo(goal));
	}

	private void callOnAndOn() {
		while (!this.over.get()) {
			this.quiet.readLock().lock();
			try {
				call(this.command.apply(this.sent.incrementAndGet()));
			}
			catch (Throwable ex) {
				this.surprises.add(ex);
			}
			finally {
				this.quiet.readLock().unlock();
			}
		}
	}

	private void call(Command<?> command) {
		try {
			assertThat(this.store.apply(command).applied()).as("%s", command).isTrue();
			answered();
		}
		catch (OutcomeUnknownException ex) {
			this.unknown.add(command);
		}
		catch (StoreUnavailableException ex) {
			this.unavailable.add(command);
		}
	}

	private synchronized void answered() {
		long now = System.nanoTime();
		this.longestGap = Math.max(this.longestGap, now - this.lastAnswer);
		this.lastAnswer = now;
		this.acknowledged.incrementAndGet();
	}

	/**
	 * Waits for the calls that are under way, and asserts that nothing was a surprise.
	 */
	@Override
	public void close() {
		this.over.set(true);
		this.threads.shutdown();
		try {
			assertThat(this.threads.awaitTermination(OpenStore.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		assertThat(this.surprises).isEmpty();
	}

	@Override
	public String toString() {
		return "%d calls: %d acknowledged, %d unknown, %d unavailable, longest gap %d ms".formatted(sent(),
				acknowledged(), unknown(), unavailable(), longestGap().toMillis());
	}

}
