package io.escrowmint.metering;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The names under which the calls of one session are about to hold something. A call that
 * wants one of them as well waits for the answer to the first, and finds its hold, so
 * that each name is held once. Thread-safe: all names of a call are taken in one step
 * under its lock, so that no two calls wait for each other.
 */
final class NamesUnderway {

	private final Map<String, CompletableFuture<Void>> names = new HashMap<>();

	/**
	 * Makes a call when no other is underway that wants one of its names.
	 * @param demands what it wants
	 * @param call makes it
	 * @param <T> type of the answer
	 * @return the answer
	 */
	<T> CompletionStage<T> alone(List<Demand> demands, Supplier<CompletionStage<T>> call) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		CompletableFuture<Void> other = take(demands, done);
		if (other != null) {
			return other.thenCompose((left) -> alone(demands, call));
		}
		return attempt(call).whenComplete((answer, failure) -> leave(done));
	}

	private static <T> CompletionStage<T> attempt(Supplier<CompletionStage<T>> call) {
		try {
			return call.get();
		}
		catch (RuntimeException | Error ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private synchronized @Nullable CompletableFuture<Void> take(List<Demand> demands, CompletableFuture<Void> done) {
		for (Demand demand : demands) {
			CompletableFuture<Void> other = this.names.get(demand.name());
			if (other != null) {
				return other;
			}
		}
		demands.forEach((demand) -> this.names.put(demand.name(), done));
		return null;
	}

	private void leave(CompletableFuture<Void> done) {
		synchronized (this) {
			this.names.values().removeIf(done::equals);
		}
		done.complete(null);
	}

}
