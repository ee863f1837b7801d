package io.escrowmint.metering;

import io.escrowmint.model.EscrowMintException;

/**
 * A metered call did not run, because nobody pays for it.
 */
public final class WalletRequiredException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param call what was called
	 */
	public WalletRequiredException(String call) {
		super("Nobody pays for " + call
				+ ": its wallet is absent, blank or no valid name; say who pays with @Metered(wallet = ...)", null);
	}

}
