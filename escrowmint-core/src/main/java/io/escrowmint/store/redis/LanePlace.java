package io.escrowmint.store.redis;

import java.util.Arrays;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * A place in a lane, of one batch from the taking of its calls until its answer. Filled
 * by one thread. Whatever becomes of that thread, the calls it has taken can still be
 * given up by another.
 */
final class LanePlace {

	/** Memory is taken before calls are. */
	private final @Nullable Call<?>[] taken;

	private volatile @Nullable Batch batch;

	private boolean abandoned;

	LanePlace(int limit) {
		this.taken = new Call<?>[limit];
	}

	/**
	 * Takes calls that are worth sending.
	 * @return the batch of them, {@code null} if there were none or the place was freed
	 * meanwhile
	 */
	@Nullable Batch fill(Queue<Call<?>> waiting) {
		int size = 0;
		while (size < this.taken.length) {
			Call<?> call = waiting.poll();
			if (call == null) {
				break;
			}
			if (call.claim()) {
				this.taken[size++] = call;
			}
		}
		if (size == 0) {
			return null;
		}
		Batch filled = new Batch(Arrays.asList(Arrays.copyOf(this.taken, size, Call[].class)));
		return occupy(filled) ? filled : null;
	}

	private synchronized boolean occupy(Batch filled) {
		this.batch = this.abandoned ? null : filled;
		return !this.abandoned;
	}

	/** Not if a batch has come since: of what it took, only a part was looked at. */
	private synchronized boolean abandon(@Nullable Batch known) {
		if (this.batch != known) {
			return false;
		}
		this.abandoned = known == null;
		return true;
	}

	/**
	 * Lets calls wait again of which no batch has come.
	 */
	void giveBack(Queue<Call<?>> waiting) {
		for (Call<?> call : this.taken) {
			if (call != null) {
				call.leftUndone();
				waiting.add(call);
			}
		}
	}

	boolean holds(Batch batch) {
		return this.batch == batch;
	}

	/**
	 * Gives up what has taken too long. If that is all, the place may be freed, and no
	 * batch comes into it any more.
	 * @param now by {@link System#nanoTime()}
	 * @return whether that is all
	 */
	boolean expire(long now) {
		Batch known = this.batch;
		boolean all = true;
		for (Call<?> call : this.taken) {
			if (call != null) {
				call.giveUpIfOverdue(now);
				all &= call.isDone() || call.isOverdue(now);
			}
		}
		return all && abandon(known);
	}

}
