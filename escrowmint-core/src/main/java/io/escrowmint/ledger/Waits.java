package io.escrowmint.ledger;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.escrowmint.model.StoreUnavailableException;

/**
 * Waits for a store in a thread that may block.
 */
final class Waits {

	/** Longer than any store lets a call take. */
	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private Waits() {
	}

	static <T> T await(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new StoreUnavailableException("The store failed", ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new StoreUnavailableException("The store did not answer within " + PATIENCE, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StoreUnavailableException("Interrupted while waiting for the store", ex);
		}
	}

}
