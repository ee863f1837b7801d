package io.escrowmint.model;

/**
 * An HTTP idempotency key has its answer already.
 */
public final class HttpKeyAnsweredException extends RefusedException {

	private static final long serialVersionUID = 1L;

	HttpKeyAnsweredException(Refusal.HttpKeyAnswered refusal) {
		super(refusal);
	}

	@Override
	public Refusal.HttpKeyAnswered refusal() {
		return (Refusal.HttpKeyAnswered) super.refusal();
	}

}
