package io.escrowmint.metering;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.escrowmint.UnavailablePolicy;
import io.escrowmint.lease.LeaseCheck;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.ReserveResult;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.store.QuotaStore;
import org.jspecify.annotations.Nullable;

/**
 * Takes one hold, or says why not. Thread-safe.
 */
final class HoldDesk {

	private final QuotaStore store;

	private final OpenAllowance allowance;

	private final HoldKeeper keeper;

	private final Settler settler;

	private final MeteringListener listener;

	private final @Nullable LeaseDesk leases;

	HoldDesk(QuotaStore store, OpenAllowance allowance, HoldKeeper keeper, Settler settler, MeteringListener listener,
			@Nullable LeaseDesk leases) {
		this.store = store;
		this.allowance = allowance;
		this.keeper = keeper;
		this.settler = settler;
		this.listener = listener;
		this.leases = leases;
	}

	/**
	 * Takes a hold.
	 * @param demand what is asked for
	 * @return the hold or the refusal; does not fail
	 */
	CompletionStage<Answer> take(Demand demand) {
		String wallet = demand.wallet();
		if (wallet == null) {
			return answer(new Admission.WalletRequired());
		}
		if (demand.cost() == 0 && demand.http() == null) {
			return CompletableFuture.completedFuture(new Answer(MeteredHold.empty(demand), null, null));
		}
		try {
			return (this.leases != null && this.leases.serves(wallet, demand)) ? lease(this.leases, wallet, demand)
					: send(demand, wallet);
		}
		catch (InvalidRequestException ex) {
			// A name that no wallet can have is no wallet.
			return answer(ex.field().equals("wallet") ? new Admission.WalletRequired() : new Admission.Unavailable(ex));
		}
	}

	private CompletionStage<Answer> lease(LeaseDesk desk, String wallet, Demand demand) {
		long sent = System.nanoTime();
		CompletableFuture<LeaseCheck> check = desk.check(wallet, demand);
		boolean asks = !check.isDone();
		return check.handle((outcome, failure) -> {
			if (failure != null) {
				return unavailable(demand, cause(wallet, null, failure));
			}
			if (asks) {
				this.allowance.answered(sent);
			}
			return kept(desk.answer(demand, outcome, sent));
		});
	}

	private Answer kept(Answer answer) {
		if (answer.hold() != null) {
			this.keeper.keep(answer.hold());
		}
		return answer;
	}

	private CompletionStage<Answer> send(Demand demand, String wallet) {
		Reserve reserve = new Reserve(wallet, demand.cost(), demand.terms().ttl(), OperationId.generate(),
				demand.http(), demand.trace());
		long sent = System.nanoTime();
		MeteredHold hold = MeteredHold.of(demand, reserve.id().value(), sent);
		CompletionStage<Answer> answer = attempt(reserve).handle((outcome, failure) -> {
			if (failure != null) {
				return failed(hold, demand, failure);
			}
			this.allowance.answered(sent);
			return answered(hold, demand, outcome);
		});
		LeaseDesk desk = this.leases;
		if (desk == null || !desk.mayRecall(demand)) {
			return answer;
		}
		return answer.thenCompose((first) -> isHere(demand, first) ? lease(desk, wallet, demand)
				: CompletableFuture.completedFuture(first));
	}

	// What the store does not have may lie in leases, which give it back for this call.
	private static boolean isHere(Demand demand, Answer answer) {
		return answer.refused() instanceof Admission.Refused refused
				&& refused.refusal() instanceof Refusal.InsufficientCredits && refused.available() >= demand.cost();
	}

	private CompletionStage<ReserveResult> attempt(Reserve reserve) {
		try {
			return this.store.execute(reserve);
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private Answer answered(MeteredHold hold, Demand demand, ReserveResult outcome) {
		if (outcome instanceof ReserveResult.Reserved) {
			this.keeper.keep(hold);
			return new Answer(hold, null, remaining(demand, outcome));
		}
		Refusal refusal = outcome.refusal().orElseThrow();
		if (demand.cost() == 0 && refusal instanceof Refusal.InsufficientCredits) {
			// A wallet that does not exist can claim no key, and a free call needs none.
			return new Answer(MeteredHold.empty(demand), null, outcome.available());
		}
		return new Answer(null, new Admission.Refused(refusal, remaining(demand, outcome)), null);
	}

	private long remaining(Demand demand, ReserveResult outcome) {
		return (this.leases != null) ? this.leases.remaining(demand, outcome.available()) : outcome.available();
	}

	private Answer failed(MeteredHold hold, Demand demand, Throwable failure) {
		EscrowMintException cause = cause(hold.wallet(), hold.id(), failure);
		if (cause instanceof OutcomeUnknownException && hold.beginSettle()) {
			this.settler.cancel(hold);
		}
		return unavailable(demand, cause);
	}

	private Answer unavailable(Demand demand, EscrowMintException cause) {
		boolean away = cause instanceof OutcomeUnknownException || cause instanceof StoreUnavailableException;
		if (away && demand.terms().onUnavailable() == UnavailablePolicy.OPEN && demand.http() == null
				&& this.allowance.take(Objects.requireNonNull(demand.wallet()), demand.cost())) {
			this.listener.allowed(demand.cost());
			return new Answer(MeteredHold.empty(demand), null, null);
		}
		return new Answer(null, new Admission.Unavailable(cause), null);
	}

	private static EscrowMintException cause(String wallet, @Nullable String id, Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return (cause instanceof EscrowMintException known) ? known
				: new OutcomeUnknownException(wallet, id, "The store failed unexpectedly", cause);
	}

	private static CompletionStage<Answer> answer(Admission refused) {
		return CompletableFuture.completedFuture(new Answer(null, refused, null));
	}

	/**
	 * A hold, or why there is none.
	 *
	 * @param hold the hold
	 * @param refused why not
	 * @param available what the wallet has beside the hold, if the store was asked
	 */
	record Answer(@Nullable MeteredHold hold, @Nullable Admission refused, @Nullable Long available) {

	}

}
