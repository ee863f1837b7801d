package io.escrowmint.metering;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.escrowmint.model.Extend;
import io.escrowmint.model.ExtendResult;
import io.escrowmint.store.QuotaStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps holds alive until their settle is known: extends each at half its time to live,
 * all that are due at once, so that the store can batch them. One thread looks through
 * the holds; a hold that has ended before its half costs it one look. Safe because a
 * hold's {@link Care} is changed by that thread, and by the answer to its one extend in
 * flight, through volatile fields.
 */
final class HoldKeeper {

	private static final Logger logger = LoggerFactory.getLogger(HoldKeeper.class);

	private static final long SLOWEST = TimeUnit.MILLISECONDS.toNanos(250);

	private static final long FASTEST = TimeUnit.MILLISECONDS.toNanos(5);

	private static final long NEVER = Long.MAX_VALUE / 2;

	private final QuotaStore store;

	private final long maxLifetime;

	private final MeteringListener listener;

	private final Consumer<MeteredHold> tooOld;

	private final ThreadFactory threads;

	private final Map<MeteredHold, Care> holds = new ConcurrentHashMap<>();

	private volatile long pause = SLOWEST;

	private volatile @Nullable Thread thread;

	/**
	 * Creates a keeper.
	 * @param store extends
	 * @param options says how long a hold may live
	 * @param listener hears of extended holds
	 * @param tooOld told of every hold that has lived as long as any may
	 * @param threads makes the thread that looks through the holds
	 */
	HoldKeeper(QuotaStore store, MeteringOptions options, MeteringListener listener, Consumer<MeteredHold> tooOld,
			ThreadFactory threads) {
		this.store = store;
		this.maxLifetime = options.maxLifetime().toNanos();
		this.listener = listener;
		this.tooOld = tooOld;
		this.threads = threads;
	}

	void keep(MeteredHold hold) {
		// A lease keeps its holds alive by itself; only their age is looked at here.
		long ttl = (hold.lease() != null) ? NEVER : hold.demand().terms().ttl().toNanos();
		this.holds.put(hold, new Care(hold, ttl));
		long needed = Math.max(FASTEST, Math.min(ttl, this.maxLifetime) / 8);
		if (needed < this.pause) {
			this.pause = needed;
			LockSupport.unpark(this.thread);
		}
	}

	void forget(MeteredHold hold) {
		this.holds.remove(hold);
	}

	int size() {
		return this.holds.size();
	}

	synchronized void start() {
		if (this.thread == null) {
			Thread started = this.threads.newThread(this::run);
			started.setName("escrowmint-hold-keeper");
			this.thread = started;
			started.start();
		}
	}

	synchronized void stop() {
		Thread running = this.thread;
		this.thread = null;
		LockSupport.unpark(running);
	}

	private void run() {
		while (Thread.currentThread().equals(this.thread)) {
			try {
				look(System.nanoTime());
			}
			catch (RuntimeException | Error ex) {
				logger.warn("Holds could not be kept alive this time", ex);
			}
			LockSupport.parkNanos(this, this.pause);
		}
	}

	private void look(long now) {
		List<Care> due = new ArrayList<>();
		for (Care care : this.holds.values()) {
			if (now - care.hold.since >= this.maxLifetime && !care.hold.isSettling()) {
				this.tooOld.accept(care.hold);
			}
			if (now - care.due >= 0) {
				due.add(care);
			}
		}
		if (!due.isEmpty()) {
			extend(due, now);
		}
	}

	private void extend(List<Care> due, long now) {
		List<CompletableFuture<Boolean>> answers = due.stream().map((care) -> extend(care, now)).toList();
		CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new)).whenComplete((all, failure) -> {
			int extended = (int) answers.stream().filter((answer) -> answer.getNow(false)).count();
			if (extended > 0) {
				this.listener.extended(extended);
			}
		});
	}

	private CompletableFuture<Boolean> extend(Care care, long now) {
		care.due = now + SLOWEST + care.ttl;
		Demand demand = care.hold.demand();
		Extend extend = Extend.of(care.hold.wallet(), Objects.requireNonNull(care.hold.id()), demand.terms().ttl());
		return attempt(extend).handle((outcome, failure) -> {
			if (failure != null) {
				logger.debug("A hold could not be extended this time", failure);
				care.due = System.nanoTime() + care.ttl / 8;
				return false;
			}
			if (!outcome.applied()) {
				// It has ended in the store: its settle finds out how.
				care.due = now + NEVER;
				return false;
			}
			care.due = now + care.ttl / 2;
			return true;
		}).toCompletableFuture();
	}

	private CompletionStage<ExtendResult> attempt(Extend extend) {
		try {
			return this.store.execute(extend);
		}
		catch (RuntimeException | Error ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/** When a hold needs the keeper next. */
	private static final class Care {

		private final MeteredHold hold;

		private final long ttl;

		private volatile long due;

		Care(MeteredHold hold, long ttl) {
			this.hold = hold;
			this.ttl = ttl;
			this.due = hold.since + ttl / 2;
		}

	}

}
