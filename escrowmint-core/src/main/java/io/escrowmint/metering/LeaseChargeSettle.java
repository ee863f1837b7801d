package io.escrowmint.metering;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.escrowmint.lease.LeaseReservation;
import io.escrowmint.lease.LeaseSettlement;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.Refusal;
import io.escrowmint.store.QuotaStore;

/**
 * Charges a hold to the lease that it was taken from. What the overrun policy refuses is
 * charged as far as it is held, and what has expired in the store as far as the wallet
 * has it. The lease itself repeats what it has to ask of the store, so that a failure
 * here is the last word.
 */
final class LeaseChargeSettle extends Settle {

	private static final int CONCESSIONS = 5;

	private final LeaseReservation lease;

	private final long wanted;

	private long asked;

	private int concessions;

	private final long maxDebt;

	private Overrun overrun;

	LeaseChargeSettle(MeteredHold hold, LeaseReservation lease, long wanted, long maxDebt) {
		super(hold);
		this.lease = lease;
		this.wanted = wanted;
		this.asked = hold.bounded(wanted);
		this.maxDebt = maxDebt;
		this.overrun = hold.demand().terms().overrun();
	}

	@Override
	CompletionStage<Optional<Settlement>> attempt(QuotaStore store) {
		if (!this.lease.isOpen()) {
			return CompletableFuture.completedFuture(Optional.of(lost()));
		}
		return this.lease.settleAsync(this.asked, this.overrun, this.maxDebt, (failure) -> this.tried.complete(null))
			.handle((answer, failure) -> (failure != null) ? Optional.of(failed(failure)) : settlement(answer));
	}

	private Settlement failed(Throwable failure) {
		return (Settle.cause(failure) instanceof OutcomeUnknownException) ? given().inDoubt() : given();
	}

	private Optional<Settlement> settlement(LeaseSettlement answer) {
		if (answer instanceof LeaseSettlement.Charged charged) {
			if (charged.charged() == 0 && this.wanted > 0) {
				return Optional.of(lost());
			}
			return Optional.of(new Settlement(charged.late() ? Settlement.Kind.LATE : Settlement.Kind.CHARGED,
					charged.charged(), Math.max(0, this.wanted - charged.charged())));
		}
		Refusal reason = ((LeaseSettlement.Rejected) answer).reason();
		if (reason instanceof Refusal.OverrunRejected rejected && this.concessions++ < CONCESSIONS
				&& concede(rejected)) {
			return Optional.empty();
		}
		// A hold that is still open would be kept alive for nothing.
		this.lease.cancel();
		return Optional.of(lost());
	}

	private boolean concede(Refusal.OverrunRejected rejected) {
		if (this.overrun != Overrun.CLAMP) {
			this.overrun = Overrun.CLAMP;
			return true;
		}
		this.asked = Math.min(Math.min(this.asked, this.hold.held()) - 1, rejected.available());
		return this.asked >= 0;
	}

	private Settlement lost() {
		return new Settlement(Settlement.Kind.LOST, 0, this.wanted);
	}

	@Override
	Settlement given() {
		if (!this.lease.isLocal()) {
			return lost();
		}
		// The lease charges what is held, whatever becomes of the rest.
		return new Settlement(Settlement.Kind.CHARGED, this.hold.held(), Math.max(0, this.wanted - this.hold.held()));
	}

}
