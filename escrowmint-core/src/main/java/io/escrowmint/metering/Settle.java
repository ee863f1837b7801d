package io.escrowmint.metering;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.escrowmint.model.CorruptStateException;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.store.QuotaStore;

/**
 * One settle on its way. Not thread-safe: it has one call in flight at most, and is
 * touched by its answer only, but for what a stop reads.
 */
abstract class Settle {

	final MeteredHold hold;

	/** Completes when the end is known. */
	final CompletableFuture<Void> known = new CompletableFuture<>();

	/** Completes when the end is known, or a call has failed. */
	final CompletableFuture<Void> tried = new CompletableFuture<>();

	int repeats;

	/** Whether an attempt has no answer yet. */
	volatile boolean inFlight;

	/** Whether an attempt that failed may have settled. */
	volatile boolean inDoubt;

	Settle(MeteredHold hold) {
		this.hold = hold;
	}

	/**
	 * Tries to settle.
	 * @param store where holds lie, unless they lie in a lease
	 * @return how the hold ended, empty if there is more to try; fails if there was no
	 * answer
	 */
	abstract CompletionStage<Optional<Settlement>> attempt(QuotaStore store);

	/**
	 * Returns how the hold ends if nothing more can be done.
	 * @return given up
	 */
	abstract Settlement given();

	/**
	 * Returns what is known of the end if there is to be no answer any more.
	 * @return given up, or unknown
	 */
	final Settlement unanswered() {
		return (this.inDoubt || this.inFlight) ? given().inDoubt() : given();
	}

	/**
	 * Tells whether a failure will never go away by itself.
	 * @param failure the failure
	 * @return {@code true} if it makes no sense to try again
	 */
	static boolean isFinal(Throwable failure) {
		return failure instanceof CorruptStateException || failure instanceof InvalidRequestException;
	}

	static Throwable cause(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

}
