package io.escrowmint.lease;

import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the leases of all wallets while they are in use, forgets wallets that
 * nobody uses, and gives everything back in the end. Thread-safe.
 */
final class LeaseUpkeep {

	private static final Logger logger = LoggerFactory.getLogger(LeaseUpkeep.class);

	private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

	private static final long POLL_NANOS = 2_000_000;

	private final LeaseContext context;

	private final ConcurrentMap<String, WalletLeases> wallets;

	private final Supplier<ScheduledExecutorService> timers;

	private @Nullable ScheduledExecutorService timer;

	/** Until when the last drain may take; absent while leases are in use. */
	private volatile @Nullable Long drainEnd;

	LeaseUpkeep(LeaseContext context, ConcurrentMap<String, WalletLeases> wallets,
			Supplier<ScheduledExecutorService> timers) {
		this.context = context;
		this.wallets = wallets;
		this.timers = timers;
	}

	static ScheduledExecutorService newTimer(ThreadFactory threads) {
		return Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = threads.newThread(task);
			thread.setName("escrowmint-leases");
			return thread;
		});
	}

	synchronized void start() {
		if (this.timer == null) {
			this.timer = this.timers.get();
			long interval = this.context.options().reportInterval().toNanos();
			this.timer.scheduleWithFixedDelay(this::tick, interval, interval, TimeUnit.NANOSECONDS);
		}
		this.drainEnd = null;
		this.context.running(true);
	}

	/** Looks after all wallets once. */
	void tick() {
		this.wallets.forEach((wallet, leases) -> quietly(() -> {
			if (leases.tick()) {
				this.wallets.remove(wallet, leases);
			}
		}));
		this.context.storeHolds().forEach((hold) -> quietly(hold::tick));
	}

	private static void quietly(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			logger.warn("Leases could not be looked after, and will be at the next turn", ex);
		}
	}

	/**
	 * Acquires no more and gives everything back, holds included.
	 * @param timeout how long to wait at most
	 * @return whether the store has confirmed all of it
	 */
	boolean drain(Duration timeout) {
		this.context.running(false);
		long end = System.nanoTime() + timeout.toNanos();
		this.drainEnd = end;
		return giveBack(end, () -> this.context.storeHolds().isEmpty() && isFinished(false));
	}

	/**
	 * Acquires no more, gives back what nobody holds, and ends the looking after. Waits
	 * two seconds at most; after a drain, no longer than that might have.
	 */
	synchronized void stop() {
		this.context.running(false);
		giveBack(stopEnd(), () -> isFinished(true));
		if (this.timer != null) {
			this.timer.shutdownNow();
			this.timer = null;
		}
		long left = this.wallets.values().stream().mapToLong((leases) -> leases.exposure().leases()).sum();
		if (left > 0) {
			logger.warn("Stopped with {} leases not released; they expire by themselves", left);
		}
	}

	private long stopEnd() {
		long end = System.nanoTime() + STOP_PATIENCE.toNanos();
		Long drained = this.drainEnd;
		return (drained != null && drained - end < 0) ? drained : end;
	}

	private boolean isFinished(boolean asideFromHolds) {
		return this.wallets.values().stream().allMatch((leases) -> leases.isFinished(asideFromHolds))
				&& this.context.calls().isIdle();
	}

	/** Goes on giving back what comes free, until the condition holds or time is over. */
	private boolean giveBack(long end, BooleanSupplier done) {
		while (true) {
			this.wallets.values().forEach((leases) -> quietly(leases::retire));
			if (done.getAsBoolean()) {
				return true;
			}
			if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
				return false;
			}
			LockSupport.parkNanos(POLL_NANOS);
		}
	}

}
