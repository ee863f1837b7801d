package io.escrowmint;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a stage on the caller's thread. The store bounds the time.
 */
final class Await {

	private Await() {
	}

	static <T> T answer(CompletionStage<T> stage) throws InterruptedException {
		try {
			return stage.toCompletableFuture().get();
		}
		catch (ExecutionException ex) {
			throw failure(ex.getCause());
		}
	}

	// Wrapped once more, so that the stack trace shows the caller and not only the
	// driver.
	private static RuntimeException failure(@Nullable Throwable cause) {
		if (cause instanceof OutcomeUnknownException unknown) {
			return new OutcomeUnknownException(unknown.wallet(), unknown.operationId().orElse(null), message(unknown),
					unknown);
		}
		if (cause instanceof StoreUnavailableException unavailable) {
			return new StoreUnavailableException(message(unavailable), unavailable);
		}
		if (cause instanceof EscrowMintException known) {
			return known;
		}
		return new IllegalStateException("The store failed in a way it must not", cause);
	}

	private static String message(Throwable failure) {
		return String.valueOf(failure.getMessage());
	}

}
