package io.escrowmint.model;

/**
 * The wallet is being rebuilt. The operation was not applied; retry later.
 */
public final class WalletFencedException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	private final String wallet;

	public WalletFencedException(String wallet) {
		super("Wallet '" + wallet + "' is being rebuilt; nothing was applied, retry later", null);
		this.wallet = wallet;
	}

	/**
	 * Returns the fenced wallet.
	 * @return the wallet
	 */
	public String wallet() {
		return this.wallet;
	}

}
