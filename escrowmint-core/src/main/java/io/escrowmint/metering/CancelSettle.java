package io.escrowmint.metering;

import java.util.Objects;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.CancelResult;
import io.escrowmint.model.Command;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Refusal;

/**
 * Gives a hold back. A hold that is already canceled, expired or unknown is back.
 */
final class CancelSettle extends StoreSettle {

	CancelSettle(MeteredHold hold) {
		super(hold);
	}

	@Override
	Command<CancelResult> command() {
		return new Cancel(this.hold.wallet(), Objects.requireNonNull(this.hold.id()), this.hold.demand().trace());
	}

	@Override
	Settlement answer(Outcome outcome) {
		if (outcome.refusal().orElse(null) instanceof Refusal.ReservationCommitted committed) {
			return new Settlement(Settlement.Kind.CHARGED, committed.first().charged(), 0);
		}
		return given();
	}

	@Override
	Settlement given() {
		return new Settlement(Settlement.Kind.CANCELED, 0, 0);
	}

}
