package io.escrowmint.model;

/**
 * An HTTP idempotency key is held by a request that is still running.
 */
public final class HttpKeyInFlightException extends RefusedException {

	private static final long serialVersionUID = 1L;

	HttpKeyInFlightException(Refusal.HttpKeyInFlight refusal) {
		super(refusal);
	}

	@Override
	public Refusal.HttpKeyInFlight refusal() {
		return (Refusal.HttpKeyInFlight) super.refusal();
	}

}
