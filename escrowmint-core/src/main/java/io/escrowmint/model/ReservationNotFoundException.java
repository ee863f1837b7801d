package io.escrowmint.model;

/**
 * A reservation is unknown or forgotten.
 */
public final class ReservationNotFoundException extends RefusedException {

	private static final long serialVersionUID = 1L;

	ReservationNotFoundException(Refusal.ReservationNotFound refusal) {
		super(refusal);
	}

	@Override
	public Refusal.ReservationNotFound refusal() {
		return (Refusal.ReservationNotFound) super.refusal();
	}

}
