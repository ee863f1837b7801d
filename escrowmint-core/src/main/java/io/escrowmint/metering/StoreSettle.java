package io.escrowmint.metering;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

import io.escrowmint.model.Command;
import io.escrowmint.model.Outcome;
import io.escrowmint.store.QuotaStore;
import org.jspecify.annotations.Nullable;

/**
 * The settle of a hold in the store. Safe to repeat, because the store knows it by its
 * reservation.
 */
abstract class StoreSettle extends Settle {

	StoreSettle(MeteredHold hold) {
		super(hold);
	}

	@Override
	final CompletionStage<Optional<Settlement>> attempt(QuotaStore store) {
		return store.execute(command()).thenApply((outcome) -> Optional.ofNullable(answer(outcome)));
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

}
