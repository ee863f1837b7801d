package io.escrowmint.store.memory;

import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.ReservationView;
import io.escrowmint.model.WalletEvent;
import org.jspecify.annotations.Nullable;

/**
 * An open reservation.
 *
 * @param id the reservation
 * @param amount what it holds
 * @param expiry when it expires, in ms
 * @param http the HTTP key that it claimed, if any
 */
record Hold(OperationId id, long amount, long expiry, @Nullable HttpClaim http) implements Claim {

	Hold until(long expiry) {
		return new Hold(this.id, this.amount, expiry, this.http);
	}

	@Override
	public boolean isLease() {
		return false;
	}

	@Override
	public WalletEvent.Claim toEntry() {
		return new WalletEvent.Claim(false, name(), this.id.isCallerNamed(), this.amount, expiresAt(), null, 0, 0,
				null);
	}

	ReservationView toView(String wallet) {
		return new ReservationView(wallet, name(), ReservationView.Status.OPEN, this.amount, 0, false, 0, expiresAt());
	}

}
