package io.escrowmint.store.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.escrowmint.store.redis.TransportException.Kind;

/**
 * Repeats what may be repeated at will while Redis cannot be reached.
 */
final class Repeating {

	private static final Executor LATER = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

	private Repeating() {
	}

	static <T> CompletableFuture<T> until(long deadline, Supplier<CompletionStage<T>> attempt) {
		CompletableFuture<T> result = new CompletableFuture<>();
		attempt(deadline, attempt, result);
		long left = Math.max(1, deadline - System.nanoTime());
		CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS)
			.execute(() -> result.completeExceptionally(TransportErrors
				.unavailable(new TransportException(Kind.UNKNOWN, "Redis did not answer in time", null))));
		return result;
	}

	private static <T> void attempt(long deadline, Supplier<CompletionStage<T>> attempt, CompletableFuture<T> result) {
		attempt.get().whenComplete((value, error) -> {
			if (error == null) {
				result.complete(value);
			}
			else if (TransportErrors.of(error).kind() == Kind.REFUSED || System.nanoTime() - deadline >= 0) {
				result.completeExceptionally(TransportErrors.unavailable(error));
			}
			else {
				LATER.execute(() -> attempt(deadline, attempt, result));
			}
		});
	}

}
