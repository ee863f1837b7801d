package io.escrowmint.ledger;

import io.escrowmint.model.Charge;
import org.jspecify.annotations.Nullable;

/**
 * What a refund names, as kind and id.
 *
 * @param kind the kind, {@code null} if nothing was named
 * @param id the id, {@code null} if nothing was named
 */
record OriginalCharge(@Nullable OperationKind kind, @Nullable String id) {

	static OriginalCharge of(@Nullable Charge charge) {
		if (charge instanceof Charge.OfConsume consume) {
			return new OriginalCharge(OperationKind.OPERATION, consume.key());
		}
		if (charge instanceof Charge.OfReservation reservation) {
			return new OriginalCharge(OperationKind.RESERVATION, reservation.id());
		}
		return new OriginalCharge(null, null);
	}

}
