package io.escrowmint.model;

/**
 * A reservation was canceled, or its id was canceled before it was used.
 */
public final class ReservationCanceledException extends RefusedException {

	private static final long serialVersionUID = 1L;

	ReservationCanceledException(Refusal.ReservationCanceled refusal) {
		super(refusal);
	}

	@Override
	public Refusal.ReservationCanceled refusal() {
		return (Refusal.ReservationCanceled) super.refusal();
	}

}
