package io.escrowmint.model;

/**
 * An operation was refused; nothing moved. Carries the refusal with its values.
 */
public abstract class RefusedException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	private final Refusal refusal;

	RefusedException(Refusal refusal) {
		super(refusal.message(), null);
		this.refusal = refusal;
	}

	/**
	 * Returns why the operation was refused.
	 * @return the refusal
	 */
	public Refusal refusal() {
		return this.refusal;
	}

}
