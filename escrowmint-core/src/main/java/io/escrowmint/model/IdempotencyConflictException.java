package io.escrowmint.model;

/**
 * A key was used before for another request.
 */
public final class IdempotencyConflictException extends RefusedException {

	private static final long serialVersionUID = 1L;

	IdempotencyConflictException(Refusal.IdempotencyConflict refusal) {
		super(refusal);
	}

	@Override
	public Refusal.IdempotencyConflict refusal() {
		return (Refusal.IdempotencyConflict) super.refusal();
	}

}
