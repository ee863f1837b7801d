package io.escrowmint.stream;

import java.util.List;
import java.util.Set;

/**
 * Tells what a driver's error means for a script that writes last: what Redis answers, it
 * says before anything is written; and what was never connected, was never sent. By name,
 * because either driver may be absent.
 */
final class DriverErrors {

	private static final Set<String> ANSWERS = Set.of("io.lettuce.core.RedisCommandExecutionException",
			"redis.clients.jedis.exceptions.JedisDataException");

	private static final List<String> UNSENT = List.of("Unable to connect", "Currently not connected",
			"Failed to connect");

	private DriverErrors() {
	}

	static boolean isCertainlyNotRun(Throwable error) {
		for (Throwable cause = error; cause != null; cause = cause.getCause()) {
			String message = String.valueOf(cause.getMessage());
			if (ANSWERS.contains(cause.getClass().getName()) || UNSENT.stream().anyMatch(message::startsWith)) {
				return true;
			}
		}
		return false;
	}

}
