package io.escrowmint.model;

/**
 * The wallet's record breaks the conservation law, cannot be read, or is missing while
 * its holds exist. Nothing was written. It is never read as zero; an operator has to
 * decide.
 */
public final class CorruptStateException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	private final String wallet;

	private final String reason;

	public CorruptStateException(String wallet, String reason) {
		super("State of wallet '" + wallet + "' is corrupt (" + reason + "); nothing was applied", null);
		this.wallet = wallet;
		this.reason = reason;
	}

	/**
	 * Returns the corrupt wallet.
	 * @return the wallet
	 */
	public String wallet() {
		return this.wallet;
	}

	/**
	 * Returns what was found.
	 * @return a short reason
	 */
	public String reason() {
		return this.reason;
	}

}
