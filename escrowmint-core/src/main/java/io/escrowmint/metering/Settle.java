package io.escrowmint.metering;

import java.util.concurrent.CompletableFuture;

import io.escrowmint.model.Command;
import io.escrowmint.model.CorruptStateException;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * One settle on its way. Not thread-safe: it has one call in flight at most, and is
 * touched by its answer only.
 */
abstract class Settle {

	final MeteredHold hold;

	/** Completes when the end is known. */
	final CompletableFuture<Void> known = new CompletableFuture<>();

	/** Completes when the end is known, or a call has failed. */
	final CompletableFuture<Void> tried = new CompletableFuture<>();

	int repeats;

	Settle(MeteredHold hold) {
		this.hold = hold;
	}

	/**
	 * Returns what is to be sent next.
	 * @return the command
	 */
	abstract Command<? extends Outcome> command();

	/**
	 * Takes an answer.
	 * @param outcome the answer to {@link #command()}
	 * @return how the hold ended, {@code null} if there is another command to send
	 */
	abstract @Nullable Settlement answer(Outcome outcome);

	/**
	 * Returns how the hold ends if nothing more can be done.
	 * @return given up
	 */
	abstract Settlement given();

	/**
	 * Tells whether a failure will never go away by itself.
	 * @param failure the failure
	 * @return {@code true} if it makes no sense to try again
	 */
	static boolean isFinal(Throwable failure) {
		return failure instanceof CorruptStateException || failure instanceof InvalidRequestException;
	}

}
