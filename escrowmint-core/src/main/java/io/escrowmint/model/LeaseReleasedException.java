package io.escrowmint.model;

/**
 * A lease was released, or its id was released before it was used.
 */
public final class LeaseReleasedException extends RefusedException {

	private static final long serialVersionUID = 1L;

	LeaseReleasedException(Refusal.LeaseReleased refusal) {
		super(refusal);
	}

	@Override
	public Refusal.LeaseReleased refusal() {
		return (Refusal.LeaseReleased) super.refusal();
	}

}
