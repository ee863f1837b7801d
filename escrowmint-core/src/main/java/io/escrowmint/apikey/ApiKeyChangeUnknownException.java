package io.escrowmint.apikey;

import io.escrowmint.model.EscrowMintException;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a change of API keys was lost: it may have been made, or not. A change
 * can be repeated, except that {@link ApiKeys#create} without a secret and
 * {@link ApiKeys#rotate} would make another key then. The one that may have been made was
 * shown to nobody, and cannot be used: {@link ApiKeys#list} shows it, if it is there; see
 * these methods for what to do.
 */
public final class ApiKeyChangeUnknownException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	public ApiKeyChangeUnknownException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
