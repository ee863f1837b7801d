package io.escrowmint.spring.resilience;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.StoreUnavailableException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether calls may go to a store, or a part of it, by how earlier ones ended. Each
 * call that {@linkplain #enter() enters} {@linkplain #ended ends} or {@linkplain #leave()
 * leaves} once. Thread-safe.
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

	boolean enter() {
		if (this.watch.isSilent() || !this.breaker.tryAcquirePermission()) {
			return false;
		}
		this.watch.asked();
		return true;
	}

	/**
	 * The call was not made after all, and says nothing.
	 */
	void leave() {
		this.watch.failed();
		this.breaker.releasePermission();
	}

	void ended(long nanos, @Nullable Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof StoreUnavailableException || cause instanceof OutcomeUnknownException) {
			this.watch.failed();
			this.breaker.onError(nanos, TimeUnit.NANOSECONDS, cause);
		}
		else if (cause instanceof CancellationException) {
			// Its caller has given up, whether or not there was to be an answer.
			leave();
		}
		else {
			// A refusal, a fence or a damaged wallet is an answer.
			this.watch.answered();
			this.breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
		}
	}

}
