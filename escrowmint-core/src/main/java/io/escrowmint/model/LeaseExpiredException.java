package io.escrowmint.model;

/**
 * A lease has expired.
 */
public final class LeaseExpiredException extends RefusedException {

	private static final long serialVersionUID = 1L;

	LeaseExpiredException(Refusal.LeaseExpired refusal) {
		super(refusal);
	}

	@Override
	public Refusal.LeaseExpired refusal() {
		return (Refusal.LeaseExpired) super.refusal();
	}

}
