package io.escrowmint.metering;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.escrowmint.lease.LeaseReservation;
import io.escrowmint.store.QuotaStore;

/**
 * Gives a hold back to the lease that it was taken from.
 */
final class LeaseCancelSettle extends Settle {

	private final LeaseReservation lease;

	LeaseCancelSettle(MeteredHold hold, LeaseReservation lease) {
		super(hold);
		this.lease = lease;
	}

	@Override
	CompletionStage<Optional<Settlement>> attempt(QuotaStore store) {
		this.lease.cancel();
		return CompletableFuture.completedFuture(Optional.of(given()));
	}

	@Override
	Settlement given() {
		return new Settlement(Settlement.Kind.CANCELED, 0, 0);
	}

}
