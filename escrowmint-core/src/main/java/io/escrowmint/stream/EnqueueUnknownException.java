package io.escrowmint.stream;

import io.escrowmint.model.EscrowMintException;
import org.jspecify.annotations.Nullable;

/**
 * A message was sent to a stream and the answer was lost: it may have been added once, or
 * not at all.
 */
public final class EnqueueUnknownException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	private final String stream;

	EnqueueUnknownException(String stream, @Nullable Throwable cause) {
		super("The answer of Redis was lost: the message may have been added to '" + stream + "' or not", cause);
		this.stream = stream;
	}

	/**
	 * Returns the stream.
	 * @return its key
	 */
	public String stream() {
		return this.stream;
	}

}
