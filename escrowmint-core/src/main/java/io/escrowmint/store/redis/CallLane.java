package io.escrowmint.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Calls that wait for the batch before them. While one batch is on its way, the calls
 * that arrive form the next; a lone call waits for nobody.
 * <p>
 * Safe because whoever wins the flag owns the lane until it gives the flag back, and then
 * looks at the queue once more.
 */
final class CallLane {

	private final Queue<Call<?>> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean busy = new AtomicBoolean();

	private final int limit;

	private final Consumer<Batch> sender;

	private volatile @Nullable Batch underway;

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
		if (!this.busy.get() && this.busy.compareAndSet(false, true)) {
			sendNext();
		}
	}

	/**
	 * Hands over to the next batch, if the given one still occupies the lane.
	 */
	void next(Batch batch) {
		if (batch.release()) {
			sendNext();
		}
	}

	/**
	 * Gives up what has waited too long, and frees the lane from a batch that has.
	 * @param now by {@link System#nanoTime()}
	 */
	void expire(long now) {
		this.waiting.removeIf((call) -> giveUpIfOverdue(call, now));
		Batch batch = this.underway;
		if (batch != null) {
			batch.calls().forEach((call) -> giveUpIfOverdue(call, now));
			if (batch.isOverdue(now)) {
				next(batch);
			}
		}
	}

	private static boolean giveUpIfOverdue(Call<?> call, long now) {
		if (call.isOverdue(now)) {
			call.giveUp();
		}
		return call.isDone();
	}

	boolean isIdle() {
		return this.underway == null && this.waiting.isEmpty();
	}

	private void sendNext() {
		do {
			List<Call<?>> calls = drain();
			if (!calls.isEmpty()) {
				Batch batch = new Batch(calls);
				this.underway = batch;
				this.sender.accept(batch);
				return;
			}
			this.underway = null;
			this.busy.set(false);
		}
		while (!this.waiting.isEmpty() && this.busy.compareAndSet(false, true));
	}

	private List<Call<?>> drain() {
		List<Call<?>> calls = new ArrayList<>();
		while (calls.size() < this.limit) {
			Call<?> call = this.waiting.poll();
			if (call == null) {
				break;
			}
			if (call.claim()) {
				calls.add(call);
			}
		}
		return calls;
	}

}
