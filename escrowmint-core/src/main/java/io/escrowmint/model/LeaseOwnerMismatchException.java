package io.escrowmint.model;

/**
 * A lease belongs to another owner.
 */
public final class LeaseOwnerMismatchException extends RefusedException {

	private static final long serialVersionUID = 1L;

	LeaseOwnerMismatchException(Refusal.LeaseOwnerMismatch refusal) {
		super(refusal);
	}

	@Override
	public Refusal.LeaseOwnerMismatch refusal() {
		return (Refusal.LeaseOwnerMismatch) super.refusal();
	}

}
