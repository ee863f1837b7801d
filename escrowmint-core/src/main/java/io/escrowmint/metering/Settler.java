package io.escrowmint.metering;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.escrowmint.lease.LeaseReservation;
import io.escrowmint.model.Bytes;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.WalletFencedException;
import io.escrowmint.store.QuotaStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees every settle through: sends it, and sends the same again until its outcome is
 * known. A settle is safe to repeat, because the store knows it by its reservation.
 * Thread-safe: a settle is moved on only by the answer to its one call in flight.
 */
final class Settler {

	private static final Logger logger = LoggerFactory.getLogger(Settler.class);

	private static final long FIRST_PAUSE = 50;

	private static final long LONGEST_PAUSE = 2_000;

	private final QuotaStore store;

	private final long maxDebt;

	private final MeteringListener listener;

	private final Consumer<MeteredHold> done;

	private final ThreadFactory threads;

	private final Set<Settle> pending = ConcurrentHashMap.newKeySet();

	private volatile ScheduledExecutorService later;

	private final AtomicLong late = new AtomicLong();

	private final AtomicLong lost = new AtomicLong();

	/**
	 * Creates a settler.
	 * @param store settles
	 * @param maxDebt cap on a wallet's total debt
	 * @param listener hears how holds end
	 * @param done told of every hold whose end is known
	 * @param threads makes the thread that repeats settles
	 */
	Settler(QuotaStore store, long maxDebt, MeteringListener listener, Consumer<MeteredHold> done,
			ThreadFactory threads) {
		this.store = store;
		this.maxDebt = maxDebt;
		this.listener = listener;
		this.done = done;
		this.threads = threads;
		this.later = newExecutor();
	}

	/**
	 * Charges a hold, whose settle the caller has begun.
	 * @param hold the hold
	 * @param amount credits
	 * @param response kept under the idempotency key
	 * @return completes when the hold is settled, or the store has failed once
	 */
	CompletionStage<Void> charge(MeteredHold hold, long amount, @Nullable Bytes response) {
		LeaseReservation lease = hold.lease();
		return begin((lease != null) ? new LeaseChargeSettle(hold, lease, amount, this.maxDebt)
				: new ChargeSettle(hold, amount, response, this.maxDebt));
	}

	/**
	 * Gives a hold back, whose settle the caller has begun.
	 * @param hold the hold
	 * @return completes when the hold is settled, or the store has failed once
	 */
	CompletionStage<Void> cancel(MeteredHold hold) {
		LeaseReservation lease = hold.lease();
		return begin((lease != null) ? new LeaseCancelSettle(hold, lease) : new CancelSettle(hold));
	}

	int pending() {
		return this.pending.size();
	}

	long late() {
		return this.late.get();
	}

	long lost() {
		return this.lost.get();
	}

	private ScheduledExecutorService newExecutor() {
		return Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = this.threads.newThread(task);
			thread.setName("escrowmint-settler");
			return thread;
		});
	}

	/**
	 * Makes it work again after a stop.
	 */
	synchronized void start() {
		if (this.later.isShutdown()) {
			this.later = newExecutor();
		}
	}

	/**
	 * Waits for everything that is to be settled, what comes meanwhile included.
	 * @param longest how long
	 * @return whether nothing is left
	 */
	boolean drain(Duration longest) {
		long end = System.nanoTime() + longest.toNanos();
		try {
			long left = longest.toNanos();
			while (!this.pending.isEmpty() && left > 0) {
				CompletableFuture.allOf(known()).get(left, TimeUnit.NANOSECONDS);
				left = end - System.nanoTime();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("Not everything is settled yet", ex);
		}
		return this.pending.isEmpty();
	}

	private CompletableFuture<?>[] known() {
		return this.pending.stream().map((settle) -> settle.known).toArray(CompletableFuture<?>[]::new);
	}

	synchronized void stop() {
		this.later.shutdownNow();
		int left = this.pending.size();
		this.pending.forEach((settle) -> finish(settle, settle.unanswered()));
		if (left > 0) {
			logger.warn("Stopped with {} holds of finished calls not known to be settled; they expire by themselves",
					left);
		}
	}

	private CompletionStage<Void> begin(Settle settle) {
		this.pending.add(settle);
		send(settle);
		return settle.tried;
	}

	private void send(Settle settle) {
		settle.inFlight = true;
		attempt(settle).whenComplete((settlement, failure) -> {
			settle.inDoubt = settle.inDoubt || failure != null && !isCertainlyUndone(Settle.cause(failure));
			settle.inFlight = false;
			if (failure != null) {
				failed(settle, failure);
			}
			else {
				settlement.ifPresentOrElse((end) -> finish(settle, end), () -> send(settle));
			}
		});
	}

	private CompletionStage<Optional<Settlement>> attempt(Settle settle) {
		try {
			return settle.attempt(this.store);
		}
		catch (RuntimeException | Error ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private void failed(Settle settle, Throwable failure) {
		Throwable cause = Settle.cause(failure);
		if (Settle.isFinal(cause)) {
			logger.debug("Why the hold could not be settled", cause);
			finish(settle, settle.unanswered());
			return;
		}
		settle.tried.complete(null);
		this.listener.settleRepeated();
		long pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(settle.repeats++, 6));
		try {
			this.later.schedule(() -> send(settle), ThreadLocalRandom.current().nextLong(pause / 2, pause + 1),
					TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			finish(settle, settle.unanswered());
		}
	}

	private static boolean isCertainlyUndone(Throwable cause) {
		return cause instanceof StoreUnavailableException || cause instanceof WalletFencedException
				|| Settle.isFinal(cause);
	}

	private void finish(Settle settle, Settlement settlement) {
		if (!this.pending.remove(settle)) {
			return;
		}
		switch (settlement.kind()) {
			case LATE -> this.late.incrementAndGet();
			case LOST -> {
				this.lost.incrementAndGet();
				logger.warn("Reservation {} of a call that ended well could not be charged", settle.hold.id());
			}
			case UNKNOWN -> logger.warn("Whether reservation {} of a call that ended well was charged is not known",
					settle.hold.id());
			case CHARGED, CANCELED -> {
			}
		}
		this.listener.settled(settlement);
		this.done.accept(settle.hold);
		settle.known.complete(null);
		settle.tried.complete(null);
	}

}
