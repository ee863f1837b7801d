package io.escrowmint.store.redis;

import io.escrowmint.model.EscrowMintException;

/**
 * The Redis that was met cannot be used as configured, and trying again will not help.
 * Every operation is refused until the configuration is mended.
 */
public final class StoreMismatchException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	private final String action;

	StoreMismatchException(String message, String action) {
		super(message, null);
		this.action = action;
	}

	/**
	 * Returns what to do about it.
	 * @return a sentence for humans
	 */
	public String action() {
		return this.action;
	}

}
