package io.escrowmint.metering;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * How long a call waits for the store until it is let in. A client counts from when it
 * sent its request, and a store from when it is asked; in a process that still loads its
 * code, or under a load that it is not up to, much can lie between the two. That is taken
 * off the time that the call waits, of which half is the store's in any case: a request
 * that was late for another reason, such as a body that came slowly, is still let in.
 *
 * @param nanos how long a call waits that was not late
 */
record Patience(long nanos) {

	/** What is not worth a timer. */
	private static final long UNNOTICED_NANOS = 10_000_000;

	static Patience of(MeteringOptions options) {
		return new Patience(options.patience().toNanos());
	}

	/**
	 * Bounds the time that an answer may take.
	 * @param <T> the answer
	 * @param asked what was asked for just now; the store bounds its time for a call that
	 * is not late
	 * @param since since when the caller waits, by {@link System#nanoTime()}
	 * @return the answer, or a {@link java.util.concurrent.TimeoutException}, upon which
	 * what was asked for may still happen
	 */
	<T> CompletionStage<T> bound(CompletionStage<T> asked, long since) {
		long late = System.nanoTime() - since;
		CompletableFuture<T> answer = asked.toCompletableFuture();
		if (late < UNNOTICED_NANOS || answer.isDone()) {
			return asked;
		}
		return answer.copy().orTimeout(Math.max(this.nanos / 2, this.nanos - late), TimeUnit.NANOSECONDS);
	}

}
