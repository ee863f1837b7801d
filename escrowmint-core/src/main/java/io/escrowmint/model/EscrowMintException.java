package io.escrowmint.model;

import org.jspecify.annotations.Nullable;

/**
 * Root of everything EscrowMint throws. Subclasses carry values, never live objects.
 */
public abstract class EscrowMintException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	protected EscrowMintException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
