package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.escrowmint.store.redis.TransportException.Kind;

/**
 * Repeats what may be repeated at will while Redis cannot be reached, with growing
 * pauses.
 */
final class Repeating {

	private static final long FIRST_PAUSE = 20;

	private static final long LONGEST_PAUSE = 320;

	private Repeating() {
	}

	/**
	 * Runs a script, which is not sent once nobody waits for it any more.
	 * @param timeout after which the last attempt has failed
	 */
	static CompletableFuture<List<Object>> run(ScriptRunner runner, Duration timeout, Script script, byte[][] keys,
			byte[]... args) {
		long deadline = System.nanoTime() + timeout.toNanos();
		return until(deadline, () -> runner.run((scripts) -> {
			if (System.nanoTime() - deadline >= 0) {
				throw TransportException.overdue();
			}
			return scripts.extra(script);
		}, keys, args));
	}

	static <T> CompletableFuture<T> until(long deadline, Supplier<CompletionStage<T>> attempt) {
		CompletableFuture<T> result = new CompletableFuture<>();
		attempt(deadline, attempt, result, FIRST_PAUSE);
		if (!result.isDone()) {
			long left = Math.max(1, deadline - System.nanoTime());
			CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS)
				.execute(() -> result.completeExceptionally(TransportErrors
					.unavailable(new TransportException(Kind.UNKNOWN, "Redis did not answer in time", null))));
		}
		return result;
	}

	private static <T> void attempt(long deadline, Supplier<CompletionStage<T>> attempt, CompletableFuture<T> result,
			long pause) {
		once(attempt).whenComplete((value, error) -> {
			if (error == null) {
				result.complete(value);
			}
			else if (TransportErrors.of(error).kind() == Kind.REFUSED || System.nanoTime() - deadline >= 0) {
				result.completeExceptionally(TransportErrors.unavailable(error));
			}
			else if (!result.isDone()) {
				CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS)
					.execute(() -> attempt(deadline, attempt, result, Math.min(LONGEST_PAUSE, 2 * pause)));
			}
		});
	}

	// A driver that is being closed throws instead of answering.
	private static <T> CompletionStage<T> once(Supplier<CompletionStage<T>> attempt) {
		try {
			return attempt.get();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

}
