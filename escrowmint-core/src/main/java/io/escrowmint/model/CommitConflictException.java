package io.escrowmint.model;

/**
 * A reservation was committed before with another amount.
 */
public final class CommitConflictException extends RefusedException {

	private static final long serialVersionUID = 1L;

	CommitConflictException(Refusal.CommitConflict refusal) {
		super(refusal);
	}

	@Override
	public Refusal.CommitConflict refusal() {
		return (Refusal.CommitConflict) super.refusal();
	}

}
