package io.escrowmint.ledger;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;

import io.escrowmint.background.BackgroundLoop;
import io.escrowmint.background.Ending;
import io.escrowmint.store.EventLog;
import org.jspecify.annotations.Nullable;

/**
 * Lands the events of a store in the ledger, in the background, exactly once.
 * <p>
 * Every process may run one: there is no leader. A partition is landed by whichever
 * process did so last; the others see its position move and keep away, and take over when
 * it stops. If two land at once, a lock in the ledger lets one of them. No error ends the
 * loop: it goes on, with growing pauses, when both sides answer again. Events stay in the
 * store until they are committed in the ledger. Thread-safe.
 */
public final class LedgerPump {

	private static final Duration REGISTRATION = Duration.ofSeconds(5);

	private final EventLog events;

	private final LedgerStore store;

	private final PumpOptions options;

	private final PumpTally tally;

	private volatile @Nullable PumpRounds rounds;

	/** Since when no round went through, in milliseconds; 0 if the last one did. */
	private volatile long failingSince;

	private final BackgroundLoop loop;

	/**
	 * Creates a pump that does nothing until it is started.
	 * @param events what to land
	 * @param store where to
	 * @param options how
	 * @param listener is told of it
	 * @param threads makes the thread of the loop; it must not keep the process alive
	 */
	public LedgerPump(EventLog events, LedgerStore store, PumpOptions options, LedgerListener listener,
			ThreadFactory threads) {
		this.events = events;
		this.store = store;
		this.options = options;
		this.tally = new PumpTally(listener);
		this.loop = new BackgroundLoop(threads, this::loop, (thread) -> {
			// never an interrupt: a database in this process may take it for its own end
		});
	}

	/**
	 * Checks that there is a ledger, and that it is this store's, or makes it that. The
	 * loop does the same by itself; until then it lands nothing.
	 * @throws LedgerSchemaException if there is none
	 * @throws ForeignLedgerException if it is another store's
	 */
	public void check() {
		this.store.check();
		this.store.claim(this.events.storeName());
	}

	/**
	 * Starts the loop, and makes the reader known first, so that whatever happens
	 * afterwards is landed. A store that cannot be reached is waited for as long as it
	 * takes to answer a call, and not longer: the loop tries again. A running pump goes
	 * on as it is.
	 */
	public synchronized void start() {
		if (!isRunning()) {
			register();
			this.loop.start();
		}
	}

	/**
	 * Ends the loop and waits until the landing under way is over, for 40 seconds at
	 * most. Can be started again.
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
	 * Returns how this pump is.
	 * @return its state and its counters
	 */
	public PumpStatus status() {
		PumpRounds known = this.rounds;
		List<PumpPartition> partitions = (known != null) ? known.partitions() : List.of();
		return new PumpStatus(isRunning(), lag(partitions), (known != null) ? known.backlog() : 0,
				(int) partitions.stream().filter(PumpPartition::isHosted).count(),
				(int) partitions.stream().filter(PumpPartition::isBlocked).count(), this.tally.refused.get(),
				this.tally.landed.get(), this.tally.repeats.get(), this.tally.divergences.get(), this.tally.gaps.get(),
				this.tally.errors.get(), this.tally.lastError());
	}

	private Duration lag(List<PumpPartition> partitions) {
		long since = LongStream
			.concat(LongStream.of(this.failingSince), partitions.stream().mapToLong(PumpPartition::waitingSince))
			.filter((millis) -> millis > 0)
			.min()
			.orElse(Long.MAX_VALUE);
		return Duration.ofMillis(Math.max(0, System.currentTimeMillis() - since));
	}

	private void register() {
		try {
			this.events.register(this.options.reader())
				.toCompletableFuture()
				.get(REGISTRATION.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException | RuntimeException ex) {
			this.tally.failed("Registering with the store", ex);
		}
	}

	private void loop(Ending ending) {
		long pause = 0;
		while (!ending.hasBegun()) {
			long wait;
			try {
				wait = round();
				pause = 0;
			}
			catch (Throwable ex) {
				this.tally.failed("Landing events", ex);
				this.failingSince = (this.failingSince == 0) ? System.currentTimeMillis() : this.failingSince;
				pause = Math.min(this.options.backoffMax().toNanos(),
						Math.max(this.options.backoffMin().toNanos(), 2 * pause));
				wait = (long) (pause * (0.5 + 0.5 * ThreadLocalRandom.current().nextDouble()));
			}
			ending.pause(wait);
		}
		PumpRounds last = this.rounds;
		if (last != null) {
			last.end();
		}
	}

	private long round() {
		long errors = this.tally.errors.get();
		long wait = rounds().next();
		this.failingSince = 0;
		if (this.tally.errors.get() == errors && isCaughtUp()) {
			this.tally.succeeded();
		}
		return wait;
	}

	private boolean isCaughtUp() {
		return rounds().partitions().stream().allMatch((partition) -> partition.waitingSince() == 0);
	}

	private PumpRounds rounds() {
		PumpRounds known = this.rounds;
		if (known == null) {
			known = new PumpRounds(this.events, this.store, this.options, this.tally);
			known.open();
			this.rounds = known;
		}
		return known;
	}

}
