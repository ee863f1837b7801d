package io.escrowmint.apikey.redis;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.RedisConnectionFailureException;

/**
 * A script did not run, or its reply was lost. Stays within this package.
 */
final class ApiKeyCallException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * What a driver throws when Redis answers with an error; by name, to need neither.
	 */
	private static final List<String> ANSWERS = List.of("io.lettuce.core.RedisCommandExecutionException",
			"redis.clients.jedis.exceptions.JedisDataException");

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
		String answer = answerOf(error);
		if (answer != null) {
			return new ApiKeyCallException(false, "Redis answered: " + answer, error);
		}
		if (error instanceof RedisConnectionFailureException) {
			return new ApiKeyCallException(false, "Redis cannot be reached", error);
		}
		return new ApiKeyCallException(true, "The reply of Redis was lost", error);
	}

	static boolean isUnknownScript(Throwable error) {
		String answer = answerOf(error);
		return answer != null && answer.startsWith("NOSCRIPT");
	}

	/**
	 * Tells whether the script may have run.
	 */
	boolean isUnknown() {
		return this.unknown;
	}

	private static @Nullable String answerOf(Throwable error) {
		for (Throwable cause = error; cause != null; cause = cause.getCause()) {
			for (Class<?> type = cause.getClass(); type != null; type = type.getSuperclass()) {
				if (ANSWERS.contains(type.getName())) {
					return String.valueOf(cause.getMessage());
				}
			}
		}
		return null;
	}

}
