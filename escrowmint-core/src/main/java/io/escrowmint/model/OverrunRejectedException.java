package io.escrowmint.model;

/**
 * A commit asks for more than its reservation and its overrun policy allow.
 */
public final class OverrunRejectedException extends RefusedException {

	private static final long serialVersionUID = 1L;

	OverrunRejectedException(Refusal.OverrunRejected refusal) {
		super(refusal);
	}

	@Override
	public Refusal.OverrunRejected refusal() {
		return (Refusal.OverrunRejected) super.refusal();
	}

}
