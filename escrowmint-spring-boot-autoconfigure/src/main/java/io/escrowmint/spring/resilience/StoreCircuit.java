package io.escrowmint.spring.resilience;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.StoreUnavailableException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls through to a store that answers, and fails them at once while it does not.
 * Hands the store's own stage on, so that its failures and its cancellation stay what
 * they are.
 */
final class StoreCircuit {

	private final CircuitBreaker breaker;

	private final SilenceWatch watch;

	StoreCircuit(CircuitBreaker breaker, SilenceWatch watch) {
		this.breaker = breaker;
		this.watch = watch;
	}

	String state() {
		return this.breaker.getState().name();
	}

	<R> CompletionStage<R> call(Supplier<CompletionStage<R>> store) {
		if (this.watch.isSilent() || !this.breaker.tryAcquirePermission()) {
			return CompletableFuture.failedFuture(new StoreUnavailableException(
					"The store has not answered of late and is left alone for a moment; nothing was applied", null));
		}
		this.watch.asked();
		long begin = this.breaker.getCurrentTimestamp();
		CompletionStage<R> stage;
		try {
			stage = store.get();
		}
		catch (RuntimeException ex) {
			ended(begin, ex);
			throw ex;
		}
		stage.whenComplete((answer, failure) -> ended(begin, failure));
		return stage;
	}

	private void ended(long begin, @Nullable Throwable failure) {
		long elapsed = this.breaker.getCurrentTimestamp() - begin;
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof StoreUnavailableException || cause instanceof OutcomeUnknownException) {
			this.watch.failed();
			this.breaker.onError(elapsed, this.breaker.getTimestampUnit(), cause);
		}
		else {
			// A refusal, a fence or a damaged wallet is an answer.
			this.watch.answered();
			this.breaker.onSuccess(elapsed, this.breaker.getTimestampUnit());
		}
	}

}
