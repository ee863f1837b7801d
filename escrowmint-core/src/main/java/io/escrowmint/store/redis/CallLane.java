package io.escrowmint.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Calls that wait for the batch before them. While one batch is on its way, the calls
 * that arrive form the next; a lone call waits for nobody. Behind a batch that keeps the
 * server busy, because it brings many wallets, a second one is sent as soon as enough
 * calls wait, so that the server does not wait for us. Batches of few wallets are the
 * cheaper the larger they are, and go one by one.
 * <p>
 * Safe because every call is counted before somebody looks whether to send, and every
 * batch that returns is discounted before somebody looks.
 */
final class CallLane {

	/** Calls that are worth a second batch. */
	static final int ENOUGH = 16;

	private static final int BATCHES = 2;

	private final Queue<Call<?>> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicInteger count = new AtomicInteger();

	private final Set<Batch> underway = ConcurrentHashMap.newKeySet();

	private final AtomicInteger batches = new AtomicInteger();

	private final int limit;

	private final Consumer<Batch> sender;

	private volatile boolean wide;

	/**
	 * Creates a lane.
	 * @param limit calls in a batch at most
	 * @param sender sends a batch and later calls {@link #next(Batch)}
	 */
	CallLane(int limit, Consumer<Batch> sender) {
		this.limit = limit;
		this.sender = sender;
	}

	void submit(Call<?> call) {
		this.waiting.add(call);
		this.count.incrementAndGet();
		sendIfDue();
	}

	/**
	 * Hands over to the next batch, if the given one still occupies the lane.
	 */
	void next(Batch batch) {
		if (this.underway.remove(batch)) {
			this.batches.decrementAndGet();
			sendIfDue();
		}
	}

	/**
	 * Gives up what has waited too long, and frees the lane from a batch that has.
	 * @param now by {@link System#nanoTime()}
	 */
	void expire(long now) {
		this.waiting.forEach((call) -> giveUpIfOverdue(call, now));
		for (Batch batch : this.underway) {
			batch.calls().forEach((call) -> giveUpIfOverdue(call, now));
			if (batch.isOverdue(now)) {
				next(batch);
			}
		}
	}

	private static void giveUpIfOverdue(Call<?> call, long now) {
		if (call.isOverdue(now)) {
			call.giveUp();
		}
	}

	boolean isIdle() {
		return this.batches.get() == 0 && this.waiting.isEmpty();
	}

	private void sendIfDue() {
		int batches = this.batches.get();
		while (isDue(batches)) {
			if (this.batches.compareAndSet(batches, batches + 1)) {
				Batch batch = null;
				try {
					batch = drain();
				}
				finally {
					if (batch == null) {
						this.batches.decrementAndGet();
					}
				}
				if (batch != null) {
					send(batch);
					return;
				}
			}
			batches = this.batches.get();
		}
	}

	private boolean isDue(int batches) {
		int count = this.count.get();
		return count > 0 && (batches == 0 || batches < BATCHES && this.wide && count >= ENOUGH);
	}

	private void send(Batch batch) {
		this.wide = batch.isWide();
		this.underway.add(batch);
		this.sender.accept(batch);
	}

	/** Takes memory before it takes calls. */
	private @Nullable Batch drain() {
		List<Call<?>> calls = new ArrayList<>(this.limit);
		while (calls.size() < this.limit) {
			Call<?> call = this.waiting.poll();
			if (call == null) {
				break;
			}
			this.count.decrementAndGet();
			if (call.claim()) {
				calls.add(call);
			}
		}
		return calls.isEmpty() ? null : new Batch(calls);
	}

}
