package io.escrowmint.apikey;

import io.escrowmint.model.EscrowMintException;

/**
 * A key could not be created: its id is taken by another key, or the given secret belongs
 * to another wallet. Nothing was changed.
 */
public final class ApiKeyConflictException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	private final String id;

	public ApiKeyConflictException(String id) {
		super("API key " + id + " cannot be created: its id is taken by another key, or its secret belongs to "
				+ "another wallet", null);
		this.id = id;
	}

	/**
	 * Returns the id that was asked for.
	 * @return the id
	 */
	public String id() {
		return this.id;
	}

}
