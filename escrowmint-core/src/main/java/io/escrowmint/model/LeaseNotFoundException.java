package io.escrowmint.model;

/**
 * A lease is unknown or forgotten.
 */
public final class LeaseNotFoundException extends RefusedException {

	private static final long serialVersionUID = 1L;

	LeaseNotFoundException(Refusal.LeaseNotFound refusal) {
		super(refusal);
	}

	@Override
	public Refusal.LeaseNotFound refusal() {
		return (Refusal.LeaseNotFound) super.refusal();
	}

}
