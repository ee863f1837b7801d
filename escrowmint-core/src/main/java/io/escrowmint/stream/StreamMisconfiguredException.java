package io.escrowmint.stream;

import io.escrowmint.model.EscrowMintException;

/**
 * A stream is used in a way that cannot work. Says what to write instead.
 */
public final class StreamMisconfiguredException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Creates an exception.
	 * @param message what was found
	 * @param action what to do about it
	 */
	public StreamMisconfiguredException(String message, String action) {
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
