package io.escrowmint.store.redis;

import org.jspecify.annotations.Nullable;

/**
 * A script could not be run, or its reply was lost. Stays within the engine.
 */
final class TransportException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Kind kind;

	TransportException(Kind kind, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.kind = kind;
	}

	/**
	 * What was not sent, because nobody waits for it any more.
	 */
	static TransportException overdue() {
		return new TransportException(Kind.NOT_RUN, "Its time was over before it was sent", null);
	}

	Kind kind() {
		return this.kind;
	}

	/**
	 * What is certain about the script.
	 */
	enum Kind {

		/** It was not run and may be tried again soon. */
		NOT_RUN,

		/** It was not run, and trying again will not help. */
		REFUSED,

		/** It may have been run. */
		UNKNOWN

	}

}
