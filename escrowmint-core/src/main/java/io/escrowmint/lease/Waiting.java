package io.escrowmint.lease;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for an answer on the caller's thread. The store bounds the time.
 */
final class Waiting {

	private Waiting() {
	}

	/**
	 * Waits for an answer.
	 * @param <T> the answer
	 * @param answer the future
	 * @param interrupted makes what is thrown if the caller is interrupted
	 * @return the answer
	 */
	static <T> T answer(CompletableFuture<T> answer, Function<InterruptedException, EscrowMintException> interrupted) {
		try {
			return answer.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw interrupted.apply(ex);
		}
		catch (ExecutionException ex) {
			throw failure(ex.getCause());
		}
	}

	/** Wrapped once more, so that the stack trace shows the caller. */
	private static RuntimeException failure(@Nullable Throwable failure) {
		Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
		if (cause instanceof OutcomeUnknownException unknown) {
			return new OutcomeUnknownException(unknown.wallet(), unknown.operationId().orElse(null),
					String.valueOf(unknown.getMessage()), unknown);
		}
		if (cause instanceof StoreUnavailableException unavailable) {
			return new StoreUnavailableException(String.valueOf(unavailable.getMessage()), unavailable);
		}
		return (cause instanceof EscrowMintException known) ? known
				: new IllegalStateException("The store failed in a way it must not", cause);
	}

}
