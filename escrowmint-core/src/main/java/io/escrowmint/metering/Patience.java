package io.escrowmint.metering;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
	 * Returns until when a call waits that asks now.
	 * @param since since when the caller waits, by {@link System#nanoTime()}
	 * @return by {@link System#nanoTime()}
	 */
	long deadline(long since) {
		long now = System.nanoTime();
		return now + Math.max(this.nanos / 2, this.nanos - Math.max(0, now - since));
	}

	/**
	 * Bounds the time that one call of the store may take.
	 * @param <T> the answer
	 * @param asked what was asked for just now; the store itself bounds it to all of the
	 * time
	 * @param deadline until when the caller waits, by {@link System#nanoTime()}
	 * @return the answer, or a {@link TimeoutException}, upon which what was asked for
	 * may still happen
	 */
	<T> CompletionStage<T> bound(CompletionStage<T> asked, long deadline) {
		return (this.nanos - left(deadline) < UNNOTICED_NANOS) ? asked : boundAll(asked, deadline);
	}

	/**
	 * Bounds the time that something may take for which the store is asked more than
	 * once.
	 * @param <T> the answer
	 * @param asked what was asked for just now
	 * @param deadline until when the caller waits, by {@link System#nanoTime()}
	 * @return the answer, or a {@link TimeoutException}, upon which what was asked for
	 * may still happen
	 */
	<T> CompletionStage<T> boundAll(CompletionStage<T> asked, long deadline) {
		CompletableFuture<T> answer = asked.toCompletableFuture();
		return answer.isDone() ? asked : answer.copy().orTimeout(left(deadline), TimeUnit.NANOSECONDS);
	}

	/** Why there is no answer. */
	static String explain(Throwable cause) {
		return (cause instanceof TimeoutException) ? "The store did not answer within the time of the request"
				: "The store failed unexpectedly";
	}

	/** How long is left of it. */
	static long left(long deadline) {
		return Math.max(0, deadline - System.nanoTime());
	}

}
