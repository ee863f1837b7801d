package io.escrowmint.stream;

import io.escrowmint.model.EscrowMintException;
import org.jspecify.annotations.Nullable;

/**
 * A commit cannot be written as it is, because of what a message has published or
 * written. Nothing of it remains.
 */
final class CommitRefusedException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what is wrong
	 * @param cause why
	 */
	CommitRefusedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
