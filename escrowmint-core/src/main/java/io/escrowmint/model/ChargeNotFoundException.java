package io.escrowmint.model;

/**
 * A refund names a charge that is unknown or forgotten.
 */
public final class ChargeNotFoundException extends RefusedException {

	private static final long serialVersionUID = 1L;

	ChargeNotFoundException(Refusal.ChargeNotFound refusal) {
		super(refusal);
	}

	@Override
	public Refusal.ChargeNotFound refusal() {
		return (Refusal.ChargeNotFound) super.refusal();
	}

}
