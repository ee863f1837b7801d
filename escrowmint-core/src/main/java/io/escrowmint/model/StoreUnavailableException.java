package io.escrowmint.model;

import org.jspecify.annotations.Nullable;

/**
 * The store could not be reached. The operation was certainly not applied; it may be
 * repeated.
 */
public final class StoreUnavailableException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	public StoreUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
