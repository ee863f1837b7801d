package io.escrowmint.metering;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.escrowmint.UnavailablePolicy;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Takes one hold, or says why not: from the leases of this process, where the demand asks
 * for it and they can serve it, else in the store. Thread-safe.
 */
final class HoldDesk {

	private final StoreDesk store;

	private final @Nullable LeaseDesk leases;

	private final Patience patience;

	private final OpenAllowance allowance;

	private final HoldKeeper keeper;

	private final MeteringListener listener;

	HoldDesk(StoreDesk store, @Nullable LeaseDesk leases, Patience patience, OpenAllowance allowance, HoldKeeper keeper,
			MeteringListener listener) {
		this.store = store;
		this.leases = leases;
		this.patience = patience;
		this.allowance = allowance;
		this.keeper = keeper;
		this.listener = listener;
	}

	/**
	 * Returns until when a call waits for all that it asks for now.
	 * @param since since when the caller waits, by {@link System#nanoTime()}
	 * @return by {@link System#nanoTime()}
	 */
	long deadline(long since) {
		return this.patience.deadline(since);
	}

	/**
	 * Takes a hold.
	 * @param demand what is asked for
	 * @param deadline until when the caller waits, by {@link System#nanoTime()}
	 * @return the hold or the refusal; does not fail
	 */
	CompletionStage<Answer> take(Demand demand, long deadline) {
		String wallet = demand.wallet();
		if (wallet == null) {
			return answer(new Admission.WalletRequired());
		}
		if (demand.cost() == 0 && demand.http() == null) {
			return CompletableFuture.completedFuture(new Answer(MeteredHold.empty(demand), null, null));
		}
		try {
			return (this.leases != null) ? take(wallet, demand, deadline, this.leases)
					: reserve(wallet, demand, deadline);
		}
		catch (InvalidRequestException ex) {
			// A name that no wallet can have is no wallet.
			return answer(ex.field().equals("wallet") ? new Admission.WalletRequired() : new Admission.Unavailable(ex));
		}
	}

	private CompletionStage<Answer> take(String wallet, Demand demand, long deadline, LeaseDesk desk) {
		if (desk.serves(wallet, demand)) {
			return lease(wallet, demand, deadline, desk);
		}
		return reserve(wallet, demand, deadline)
			.thenCompose((answer) -> desk.recall(demand, answer, deadline)
				.thenCompose(
						(back) -> back ? reserve(wallet, demand, deadline) : CompletableFuture.completedFuture(answer)))
			.thenApply((answer) -> desk.told(demand, answer));
	}

	private CompletionStage<Answer> lease(String wallet, Demand demand, long deadline, LeaseDesk desk) {
		long sent = System.nanoTime();
		CompletableFuture<Answer> check = desk.check(wallet, demand, deadline);
		return taken(demand, check, !check.isDone(), sent);
	}

	private CompletionStage<Answer> reserve(String wallet, Demand demand, long deadline) {
		long sent = System.nanoTime();
		return taken(demand, this.store.reserve(wallet, demand, deadline), true, sent);
	}

	private CompletionStage<Answer> taken(Demand demand, CompletionStage<Answer> asked, boolean asksStore, long sent) {
		return asked.handle((answer, failure) -> {
			if (failure != null) {
				return unavailable(demand, cause(demand, failure));
			}
			if (asksStore) {
				this.allowance.answered(sent);
			}
			if (answer.hold() != null && !answer.hold().isEmpty()) {
				this.keeper.keep(answer.hold());
			}
			return answer;
		});
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

	private static EscrowMintException cause(Demand demand, Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return (cause instanceof EscrowMintException known) ? known : new OutcomeUnknownException(
				Objects.requireNonNull(demand.wallet()), null, Patience.explain(cause), cause);
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
