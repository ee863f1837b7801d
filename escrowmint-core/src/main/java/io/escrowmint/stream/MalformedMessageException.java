package io.escrowmint.stream;

import io.escrowmint.model.EscrowMintException;
import org.jspecify.annotations.Nullable;

/**
 * A message that cannot be read as what the handler takes. Trying again does not help.
 */
public final class MalformedMessageException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	MalformedMessageException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
