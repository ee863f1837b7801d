package io.escrowmint;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Query;
import io.escrowmint.model.ReserveResult;
import io.escrowmint.store.QuotaStore;

/**
 * The asynchronous calls below both services: fills in defaults, and takes back a hold or
 * lease of which the caller cannot know. Thread-safe.
 */
final class QuotaCalls {

	private static final Duration RETRACTION_PAUSE = Duration.ofMillis(500);

	private final QuotaStore store;

	private final QuotaDefaults defaults;

	private final Retraction retraction;

	QuotaCalls(QuotaStore store, QuotaDefaults defaults) {
		this(store, defaults, RETRACTION_PAUSE);
	}

	QuotaCalls(QuotaStore store, QuotaDefaults defaults, Duration retractionPause) {
		this.store = store;
		this.defaults = defaults;
		this.retraction = new Retraction(store, retractionPause);
	}

	<R extends Outcome> CompletionStage<R> execute(Command<R> command) {
		return this.store.execute(this.defaults.fill(command)).whenComplete((outcome, failure) -> {
			if (failure != null && unwrap(failure) instanceof OutcomeUnknownException) {
				this.retraction.retract(command);
			}
		});
	}

	<R> CompletionStage<R> query(Query<R> query) {
		return this.store.query(query);
	}

	/**
	 * Says that nobody will look at the answer to a command that may be on its way.
	 * @param command the command
	 */
	void abandon(Command<?> command) {
		this.retraction.retract(command);
	}

	/**
	 * Repeats a cancel in the background until it has an answer.
	 * @param cancel a cancel that failed
	 */
	void repeat(Cancel cancel) {
		this.retraction.repeat(cancel);
	}

	Hold hold(ReserveResult.Reserved reserved) {
		return new Hold(this, reserved);
	}

	static Throwable unwrap(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

}
