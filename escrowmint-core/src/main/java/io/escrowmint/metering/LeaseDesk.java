package io.escrowmint.metering;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import io.escrowmint.MeteringPath;
import io.escrowmint.lease.CreditLeases;
import io.escrowmint.lease.LeaseCheck;
import io.escrowmint.lease.LeaseReservation;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Takes holds from the leases of this process. Thread-safe: the one thing it remembers,
 * what each wallet holds here, changes in one step per wallet.
 */
final class LeaseDesk {

	private final CreditLeases leases;

	private final Patience patience;

	private final ConcurrentMap<String, Long> held = new ConcurrentHashMap<>();

	LeaseDesk(CreditLeases leases, Patience patience) {
		this.leases = leases;
		this.patience = patience;
	}

	/**
	 * Tells whether a demand is to be held here. What a lease has spent is booked however
	 * late it is, so that a call which must not be charged late is none of them.
	 * @param wallet who pays
	 * @param demand what is asked for
	 * @return {@code false} if it is for the store
	 */
	boolean serves(String wallet, Demand demand) {
		return demand.terms().path() == MeteringPath.LEASED && demand.terms().late() == LateCommit.CHARGE
				&& demand.http() == null && this.leases.isLeasable(wallet, demand.cost());
	}

	/**
	 * Takes a hold.
	 * @param wallet who pays
	 * @param demand what is asked for
	 * @param deadline until when the caller waits; a hold that comes later is given back
	 * @return a hold to keep, or why there is none; complete already if no store was
	 * asked; may fail
	 */
	CompletableFuture<HoldDesk.Answer> check(String wallet, Demand demand, long deadline) {
		long sent = System.nanoTime();
		CompletionStage<LeaseCheck> asked = this.leases.checkAsync(wallet, demand.cost());
		CompletionStage<LeaseCheck> bounded = this.patience.boundAll(asked, deadline);
		if (bounded != asked) {
			bounded.exceptionally((failure) -> giveBackLate(asked));
		}
		return bounded.thenApply((check) -> answer(wallet, demand, check, sent)).toCompletableFuture();
	}

	private static @Nullable LeaseCheck giveBackLate(CompletionStage<LeaseCheck> asked) {
		asked.thenAccept((check) -> {
			if (check instanceof LeaseCheck.Held late) {
				late.reservation().close();
			}
		});
		return null;
	}

	private HoldDesk.Answer answer(String wallet, Demand demand, LeaseCheck check, long sent) {
		if (check instanceof LeaseCheck.Held taken) {
			LeaseReservation lease = taken.reservation();
			if (lease.isLocal()) {
				this.held.merge(wallet, lease.amount(), Long::sum);
			}
			return new HoldDesk.Answer(MeteredHold.leased(demand, lease, sent), null, remaining(wallet));
		}
		LeaseCheck.Refused refused = (LeaseCheck.Refused) check;
		return new HoldDesk.Answer(null, new Admission.Refused(refused.reason(), remaining(wallet)), null);
	}

	private long remaining(String wallet) {
		return Math.max(0, this.leases.balance(wallet).total() - this.held.getOrDefault(wallet, 0L));
	}

	/**
	 * Adds to an answer of the store what lies here and nobody holds, for calls that are
	 * paid from either.
	 * @param demand what was asked for
	 * @param answer what the store said
	 * @return what is told
	 */
	HoldDesk.Answer told(Demand demand, HoldDesk.Answer answer) {
		if (demand.terms().path() != MeteringPath.LEASED) {
			return answer;
		}
		long here = free(Objects.requireNonNull(demand.wallet()));
		if (answer.refused() instanceof Admission.Refused refused) {
			return new HoldDesk.Answer(null, new Admission.Refused(refused.refusal(), refused.available() + here),
					null);
		}
		Long available = answer.available();
		return (available != null) ? new HoldDesk.Answer(answer.hold(), null, available + here) : answer;
	}

	private long free(String wallet) {
		return Math.max(0, this.leases.balance(wallet).leasedHere() - this.held.getOrDefault(wallet, 0L));
	}

	/**
	 * Calls leases back, if a demand that the store refused can be met from both
	 * together.
	 * @param demand what was asked for
	 * @param answer what the store said
	 * @param deadline until when the caller waits, of which half is left for the store
	 * @return whether it is worth to ask the store again
	 */
	CompletionStage<Boolean> recall(Demand demand, HoldDesk.Answer answer, long deadline) {
		if (!(answer.refused() instanceof Admission.Refused refused
				&& refused.refusal() instanceof Refusal.InsufficientCredits)) {
			return CompletableFuture.completedFuture(false);
		}
		return this.leases.recall(Objects.requireNonNull(demand.wallet()), demand.cost() - refused.available())
			.toCompletableFuture()
			.copy()
			.completeOnTimeout(false, Patience.left(deadline) / 2, TimeUnit.NANOSECONDS);
	}

	/**
	 * A hold has ended.
	 * @param hold the hold
	 */
	void forget(MeteredHold hold) {
		LeaseReservation lease = hold.lease();
		if (lease != null && lease.isLocal()) {
			this.held.computeIfPresent(hold.wallet(), (wallet, sum) -> without(sum, lease.amount()));
		}
	}

	private static @Nullable Long without(long sum, long amount) {
		return (sum > amount) ? sum - amount : null;
	}

}
