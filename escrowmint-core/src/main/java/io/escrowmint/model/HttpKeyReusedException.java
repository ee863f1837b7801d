package io.escrowmint.model;

/**
 * An HTTP idempotency key was used before for another payload.
 */
public final class HttpKeyReusedException extends RefusedException {

	private static final long serialVersionUID = 1L;

	HttpKeyReusedException(Refusal.HttpKeyReused refusal) {
		super(refusal);
	}

	@Override
	public Refusal.HttpKeyReused refusal() {
		return (Refusal.HttpKeyReused) super.refusal();
	}

}
