package io.escrowmint.model;

/**
 * A lease has less unspent credits than an operation needs.
 */
public final class LeaseExhaustedException extends RefusedException {

	private static final long serialVersionUID = 1L;

	LeaseExhaustedException(Refusal.LeaseExhausted refusal) {
		super(refusal);
	}

	@Override
	public Refusal.LeaseExhausted refusal() {
		return (Refusal.LeaseExhausted) super.refusal();
	}

}
