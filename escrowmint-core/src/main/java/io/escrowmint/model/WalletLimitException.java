package io.escrowmint.model;

/**
 * An operation would take a wallet past 2^53-1 credits.
 */
public final class WalletLimitException extends RefusedException {

	private static final long serialVersionUID = 1L;

	WalletLimitException(Refusal.WalletLimit refusal) {
		super(refusal);
	}

	@Override
	public Refusal.WalletLimit refusal() {
		return (Refusal.WalletLimit) super.refusal();
	}

}
