package io.escrowmint.apikey.redis;

import io.escrowmint.redis.DriverErrors;
import org.jspecify.annotations.Nullable;

/**
 * A script did not run, or its reply was lost. Stays within this package.
 */
final class ApiKeyCallException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final boolean unknown;

	ApiKeyCallException(boolean unknown, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.unknown = unknown;
	}

	/**
	 * Tells what an error means. Redis answers with one before anything is written:
	 * scripts write last.
	 */
	static ApiKeyCallException of(Throwable error) {
		if (error instanceof ApiKeyCallException known) {
			return known;
		}
		String answer = DriverErrors.answerOf(error);
		if (answer != null) {
			return new ApiKeyCallException(false, "Redis answered: " + answer, error);
		}
		if (DriverErrors.isUnsent(error)) {
			return new ApiKeyCallException(false, "Redis cannot be reached", error);
		}
		return new ApiKeyCallException(true, "The reply of Redis was lost", error);
	}

	/**
	 * Tells whether the script may have run.
	 */
	boolean isUnknown() {
		return this.unknown;
	}

}
