package io.escrowmint.ledger;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Questions to the store, at most one of a partition, whose answers are taken when they
 * are there. All are on their way at once, so that a remote store can answer them
 * together, and a partition that is slow to answer holds up no other. For one thread.
 *
 * @param <T> an answer
 */
final class Questions<T> {

	/** Longer than any store lets a call take: only a broken store is ever given up. */
	private static final long PATIENCE_SECONDS = 30;

	private final Map<PumpPartition, CompletableFuture<T>> open = new LinkedHashMap<>();

	void ask(PumpPartition partition, Supplier<CompletionStage<T>> question) {
		this.open.put(partition, begin(question));
	}

	boolean isOpen(PumpPartition partition) {
		return this.open.containsKey(partition);
	}

	boolean isOpen() {
		return !this.open.isEmpty();
	}

	/**
	 * Waits until all are answered, but not for longer than a time.
	 */
	void await(Duration atMost) {
		CompletableFuture.allOf(this.open.values().toArray(CompletableFuture[]::new))
			.completeOnTimeout(null, atMost.toNanos(), TimeUnit.NANOSECONDS)
			.handle((answered, failure) -> true)
			.join();
	}

	/**
	 * Waits until all are answered, or their time is over.
	 */
	void await() {
		await(Duration.ofSeconds(2 * PATIENCE_SECONDS));
	}

	/**
	 * Hands over what has been answered, each answer once. What fails for one partition,
	 * in the store or in taking it, concerns no other.
	 */
	void take(BiConsumer<PumpPartition, T> answer, BiConsumer<PumpPartition, RuntimeException> failure) {
		for (Map.Entry<PumpPartition, CompletableFuture<T>> question : List.copyOf(this.open.entrySet())) {
			if (question.getValue().isDone()) {
				this.open.remove(question.getKey());
				take(question.getKey(), question.getValue(), answer, failure);
			}
		}
	}

	private void take(PumpPartition partition, CompletableFuture<T> question, BiConsumer<PumpPartition, T> answer,
			BiConsumer<PumpPartition, RuntimeException> failure) {
		try {
			answer.accept(partition, valueOf(question));
		}
		catch (RuntimeException ex) {
			failure.accept(partition, ex);
		}
	}

	/**
	 * Waits for an answer without which nothing goes on.
	 */
	static <T> T valueOf(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().copy().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	private static <T> CompletableFuture<T> begin(Supplier<CompletionStage<T>> question) {
		try {
			return question.get().toCompletableFuture().copy().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

}
