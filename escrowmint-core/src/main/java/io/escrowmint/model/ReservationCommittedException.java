package io.escrowmint.model;

/**
 * A reservation is already committed.
 */
public final class ReservationCommittedException extends RefusedException {

	private static final long serialVersionUID = 1L;

	ReservationCommittedException(Refusal.ReservationCommitted refusal) {
		super(refusal);
	}

	@Override
	public Refusal.ReservationCommitted refusal() {
		return (Refusal.ReservationCommitted) super.refusal();
	}

}
