package io.escrowmint.metering;

import java.util.Objects;

import io.escrowmint.model.Bytes;
import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.CommitResult;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Charges a hold. What the store refuses to charge is charged as far as it goes: first
 * what is held, then, if the hold has expired, what the wallet has. The rest is counted.
 */
final class ChargeSettle extends StoreSettle {

	private static final int CONCESSIONS = 5;

	private final long wanted;

	private final @Nullable Bytes response;

	private final long maxDebt;

	private long asked;

	private int concessions;

	ChargeSettle(MeteredHold hold, long wanted, @Nullable Bytes response, long maxDebt) {
		super(hold);
		this.wanted = wanted;
		this.response = response;
		this.maxDebt = maxDebt;
		this.asked = hold.bounded(wanted);
	}

	@Override
	Command<CommitResult> command() {
		Terms terms = this.hold.demand().terms();
		Long actual = (this.asked != this.hold.held()) ? this.asked : null;
		return new Commit(this.hold.wallet(), Objects.requireNonNull(this.hold.id()), actual, terms.overrun(),
				terms.late(), this.maxDebt, this.response, this.hold.demand().trace());
	}

	@Override
	@Nullable Settlement answer(Outcome outcome) {
		if (outcome instanceof CommitResult.Committed committed) {
			return charged(committed);
		}
		Refusal refusal = outcome.refusal().orElseThrow();
		if (refusal instanceof Refusal.OverrunRejected rejected && this.concessions++ < CONCESSIONS) {
			this.asked = (this.asked > this.hold.held()) ? this.hold.held()
					: Math.min(this.asked - 1, rejected.available());
			return (this.asked >= 0) ? null : given();
		}
		if (refusal instanceof Refusal.ReservationNotFound) {
			return this.inDoubt ? given().inDoubt() : given();
		}
		return (refusal instanceof Refusal.CommitConflict conflict) ? charged(conflict.first()) : given();
	}

	@Override
	Settlement given() {
		return new Settlement(Settlement.Kind.LOST, 0, this.wanted);
	}

	private Settlement charged(CommitResult.Committed committed) {
		if (committed.charged() == 0 && this.wanted > 0) {
			return given();
		}
		return new Settlement(committed.late() ? Settlement.Kind.LATE : Settlement.Kind.CHARGED, committed.charged(),
				Math.max(0, this.wanted - committed.charged()));
	}

}
