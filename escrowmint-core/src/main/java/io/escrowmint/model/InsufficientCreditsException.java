package io.escrowmint.model;

/**
 * A wallet has less available than an operation needs.
 */
public final class InsufficientCreditsException extends RefusedException {

	private static final long serialVersionUID = 1L;

	InsufficientCreditsException(Refusal.InsufficientCredits refusal) {
		super(refusal);
	}

	@Override
	public Refusal.InsufficientCredits refusal() {
		return (Refusal.InsufficientCredits) super.refusal();
	}

}
