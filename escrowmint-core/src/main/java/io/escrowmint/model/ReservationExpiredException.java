package io.escrowmint.model;

/**
 * A reservation has expired; its credits are back in the wallet.
 */
public final class ReservationExpiredException extends RefusedException {

	private static final long serialVersionUID = 1L;

	ReservationExpiredException(Refusal.ReservationExpired refusal) {
		super(refusal);
	}

	@Override
	public Refusal.ReservationExpired refusal() {
		return (Refusal.ReservationExpired) super.refusal();
	}

}
