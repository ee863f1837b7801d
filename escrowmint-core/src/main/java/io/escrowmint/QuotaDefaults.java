package io.escrowmint;

import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Limits;
import io.escrowmint.model.Outcome;

/**
 * What a service fills into commands that leave it open.
 *
 * @param maxDebt cap on a wallet's total debt for a {@link Commit} that names none, 0 to
 * 2^53-1 credits
 */
public record QuotaDefaults(long maxDebt) {

	/** The shipped defaults: no debt. */
	public static final QuotaDefaults DEFAULTS = new QuotaDefaults(0);

	public QuotaDefaults {
		if (maxDebt < 0 || maxDebt > Limits.MAX_CREDITS) {
			throw new InvalidRequestException("max-debt", maxDebt,
					"must be between 0 and " + Limits.MAX_CREDITS + " credits");
		}
	}

	@SuppressWarnings("unchecked")
	<R extends Outcome> Command<R> fill(Command<R> command) {
		if (command instanceof Commit commit && commit.maxDebt() == null) {
			return (Command<R>) commit.maxDebt(this.maxDebt);
		}
		return command;
	}

}
