package io.escrowmint.model;

/**
 * A refund asks for more than was charged and not yet refunded.
 */
public final class RefundExceededException extends RefusedException {

	private static final long serialVersionUID = 1L;

	RefundExceededException(Refusal.RefundExceeded refusal) {
		super(refusal);
	}

	@Override
	public Refusal.RefundExceeded refusal() {
		return (Refusal.RefundExceeded) super.refusal();
	}

}
