package io.escrowmint.metering;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.escrowmint.MeteringPath;
import io.escrowmint.lease.CreditLeases;
import io.escrowmint.lease.LeaseCheck;
import io.escrowmint.lease.LeaseReservation;
import io.escrowmint.model.LateCommit;
import org.jspecify.annotations.Nullable;

/**
 * Takes holds from the leases of this process. Thread-safe: the one thing it remembers,
 * what each wallet holds here, changes in one step per wallet.
 */
final class LeaseDesk {

	private final CreditLeases leases;

	private final ConcurrentMap<String, Long> held = new ConcurrentHashMap<>();

	LeaseDesk(CreditLeases leases) {
		this.leases = leases;
	}

	/**
	 * Tells whether a demand is to be held here. What a lease has spent is booked however
	 * late it is, so that a call which must not be charged late is none of them.
	 * @param wallet who pays
	 * @param demand what is asked for
	 * @return {@code false} if it is for the store
	 */
	boolean serves(String wallet, Demand demand) {
		return mayRecall(demand) && this.leases.isLeasable(wallet, demand.cost());
	}

	/**
	 * Tells whether leases may serve a demand that the store refused, by giving back what
	 * they have: a single one may be too small for it.
	 * @param demand what is asked for
	 * @return {@code false} if the store has the last word
	 */
	boolean mayRecall(Demand demand) {
		return demand.terms().path() == MeteringPath.LEASED && demand.terms().late() == LateCommit.CHARGE
				&& demand.http() == null;
	}

	/**
	 * Takes a hold.
	 * @param wallet who pays
	 * @param demand what is asked for
	 * @return the outcome, complete already if no store was asked; may fail
	 */
	CompletableFuture<LeaseCheck> check(String wallet, Demand demand) {
		return this.leases.checkAsync(wallet, demand.cost()).toCompletableFuture();
	}

	/**
	 * Tells of the outcome what a reserve in the store would: what is left beside all
	 * holds of this process.
	 * @param demand what was asked for
	 * @param check the outcome
	 * @param since when it was asked for
	 * @return a hold to keep, or why there is none
	 */
	HoldDesk.Answer answer(Demand demand, LeaseCheck check, long since) {
		String wallet = Objects.requireNonNull(demand.wallet());
		if (check instanceof LeaseCheck.Held taken) {
			LeaseReservation lease = taken.reservation();
			if (lease.isLocal()) {
				this.held.merge(wallet, lease.amount(), Long::sum);
			}
			return new HoldDesk.Answer(MeteredHold.leased(demand, lease, since), null, remaining(wallet));
		}
		LeaseCheck.Refused refused = (LeaseCheck.Refused) check;
		return new HoldDesk.Answer(null, new Admission.Refused(refused.reason(), remaining(wallet)), null);
	}

	private long remaining(String wallet) {
		return Math.max(0, this.leases.balance(wallet).total() - held(wallet));
	}

	/**
	 * Tells what is left for a call of the leased path whose hold lies in the store.
	 * @param demand what was asked for
	 * @param available what the store has beside it
	 * @return credits, with those that lie here and nobody holds
	 */
	long remaining(Demand demand, long available) {
		String wallet = Objects.requireNonNull(demand.wallet());
		if (demand.terms().path() != MeteringPath.LEASED) {
			return available;
		}
		return available + Math.max(0, this.leases.balance(wallet).leasedHere() - held(wallet));
	}

	private long held(String wallet) {
		return this.held.getOrDefault(wallet, 0L);
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
