package io.escrowmint;

import io.escrowmint.model.Command;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Query;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.StoreUnavailableException;

/**
 * A {@link QuotaService} over a store: one call, one wait.
 */
final class StoreQuotaService implements QuotaService {

	private final QuotaCalls calls;

	StoreQuotaService(QuotaCalls calls) {
		this.calls = calls;
	}

	@Override
	public <R extends Outcome> R execute(Command<R> command) {
		try {
			return Await.answer(this.calls.execute(command));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.calls.abandon(command);
			throw new OutcomeUnknownException(command.wallet(), command.identity().orElse(null),
					"Interrupted while waiting for the store; the operation may have been applied", ex);
		}
	}

	@Override
	public <R> R query(Query<R> query) {
		try {
			return Await.answer(this.calls.query(query));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StoreUnavailableException("Interrupted while waiting for the store", ex);
		}
	}

	@Override
	public Reservation reserve(Reserve request) {
		return new Reservation(this.calls.hold(execute(request).orElseThrow()));
	}

}
