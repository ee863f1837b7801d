package io.escrowmint.apikey;

import io.escrowmint.model.EscrowMintException;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a change of API keys was lost: it may have been made, or not. It can be
 * repeated. A key that was made like this was shown to nobody, and cannot be used.
 */
public final class ApiKeyChangeUnknownException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	public ApiKeyChangeUnknownException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
