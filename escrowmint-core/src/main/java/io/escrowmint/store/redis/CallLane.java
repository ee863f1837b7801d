package io.escrowmint.store.redis;

import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Calls that wait for the batch before them. While one batch is on its way, the calls
 * that arrive form the next; a lone call waits for nobody. A second batch is sent behind
 * it as soon as about as many calls wait, so that the server does not wait for us while
 * we read its answers. Batches of few wallets are the cheaper the larger they are, so
 * that behind one of those more have to wait.
 * <p>
 * Safe because every call waits before somebody looks whether to send, and the place of
 * every batch that returns is free before somebody looks. An Error in the thread of one
 * caller, such as at the end of its stack, leaves no place taken and no call behind for
 * longer than calls may take.
 */
final class CallLane {

	/** Calls that are worth a second batch at least. */
	static final int LEAST = 4;

	private static final int MOST = 16;

	private static final int BATCHES = 2;

	private final Queue<Call<?>> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicReferenceArray<@Nullable LanePlace> places = new AtomicReferenceArray<>(BATCHES);

	private final int limit;

	private final Consumer<Batch> sender;

	private volatile int enough = LEAST;

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
		sendIfDue();
	}

	/**
	 * Hands over to the next batch, if the given one still occupies the lane.
	 */
	void next(Batch batch) {
		for (int index = 0; index < BATCHES; index++) {
			LanePlace place = this.places.get(index);
			if (place != null && place.holds(batch) && this.places.compareAndSet(index, place, null)) {
				sendIfDue();
			}
		}
	}

	/**
	 * Gives up what has waited too long, frees the lane from a batch that has, and sends
	 * what an Error has left.
	 * @param now by {@link System#nanoTime()}
	 */
	void expire(long now) {
		this.waiting.forEach((call) -> call.giveUpIfOverdue(now));
		for (int index = 0; index < BATCHES; index++) {
			LanePlace place = this.places.get(index);
			if (place != null && place.expire(now)) {
				this.places.compareAndSet(index, place, null);
			}
		}
		sendIfDue();
	}

	boolean isIdle() {
		return this.waiting.isEmpty() && taken() == 0;
	}

	/**
	 * Tells how many calls are worth a batch behind the given one.
	 */
	static int enoughBehind(Batch batch) {
		int size = batch.calls().size();
		return batch.isWide() ? Math.max(LEAST, Math.min(size, MOST))
				: Math.max(2 * LEAST, Math.min(3 * size, 2 * MOST));
	}

	private void sendIfDue() {
		while (isDue()) {
			int index = (this.places.get(0) == null) ? 0 : 1;
			LanePlace place = new LanePlace(this.limit);
			if (this.places.compareAndSet(index, null, place)) {
				Batch batch = null;
				try {
					batch = place.fill(this.waiting);
				}
				finally {
					if (batch == null) {
						place.giveBack(this.waiting);
						this.places.compareAndSet(index, place, null);
					}
				}
				if (batch != null) {
					this.enough = enoughBehind(batch);
					this.sender.accept(batch);
					return;
				}
			}
		}
	}

	private boolean isDue() {
		int taken = taken();
		return taken < BATCHES && !this.waiting.isEmpty() && (taken == 0 || isEnough());
	}

	private int taken() {
		return ((this.places.get(0) != null) ? 1 : 0) + ((this.places.get(1) != null) ? 1 : 0);
	}

	private boolean isEnough() {
		int missing = this.enough;
		for (Iterator<Call<?>> calls = this.waiting.iterator(); missing > 0 && calls.hasNext(); missing--) {
			calls.next();
		}
		return missing == 0;
	}

}
