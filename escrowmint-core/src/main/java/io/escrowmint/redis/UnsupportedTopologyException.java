package io.escrowmint.redis;

import io.escrowmint.model.EscrowMintException;

/**
 * The connection factory of the application is set up in a way that nothing else can
 * connect by. Trying again does not help.
 */
public final class UnsupportedTopologyException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	private final String action;

	UnsupportedTopologyException(String message, String action) {
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
