package io.escrowmint.metering;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.ReserveResult;
import io.escrowmint.store.QuotaStore;

/**
 * Takes holds in the store. A hold of which nobody can know is canceled. Thread-safe.
 */
final class StoreDesk {

	private final QuotaStore store;

	private final Settler settler;

	private final Patience patience;

	StoreDesk(QuotaStore store, Settler settler, Patience patience) {
		this.store = store;
		this.settler = settler;
		this.patience = patience;
	}

	/**
	 * Takes a hold.
	 * @param wallet who pays
	 * @param demand what is asked for
	 * @param deadline until when the caller waits
	 * @return a hold to keep, or why there is none; fails with an
	 * {@link EscrowMintException} only
	 */
	CompletionStage<HoldDesk.Answer> reserve(String wallet, Demand demand, long deadline) {
		long sent = System.nanoTime();
		Reserve reserve = new Reserve(wallet, demand.cost(), demand.terms().ttl(), OperationId.generate(),
				demand.http(), demand.trace());
		MeteredHold hold = MeteredHold.of(demand, reserve.id().value(), sent);
		return this.patience.bound(attempt(reserve), deadline).handle((outcome, failure) -> {
			if (failure != null) {
				throw failed(hold, failure);
			}
			return answered(hold, outcome);
		});
	}

	private CompletionStage<ReserveResult> attempt(Reserve reserve) {
		try {
			return this.store.execute(reserve);
		}
		catch (RuntimeException | Error ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static HoldDesk.Answer answered(MeteredHold hold, ReserveResult outcome) {
		if (outcome instanceof ReserveResult.Reserved) {
			return new HoldDesk.Answer(hold, null, outcome.available());
		}
		Refusal refusal = outcome.refusal().orElseThrow();
		if (hold.demand().cost() == 0 && refusal instanceof Refusal.InsufficientCredits) {
			// A wallet that does not exist can claim no key, and a free call needs none.
			return new HoldDesk.Answer(MeteredHold.empty(hold.demand()), null, outcome.available());
		}
		return new HoldDesk.Answer(null, new Admission.Refused(refusal, outcome.available()), null);
	}

	private EscrowMintException failed(MeteredHold hold, Throwable failure) {
		EscrowMintException cause = cause(hold, failure);
		if (cause instanceof OutcomeUnknownException && hold.beginSettle()) {
			this.settler.cancel(hold);
		}
		return cause;
	}

	private static EscrowMintException cause(MeteredHold hold, Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof EscrowMintException known) {
			return known;
		}
		return new OutcomeUnknownException(hold.wallet(), hold.id(), Patience.explain(cause), cause);
	}

}
