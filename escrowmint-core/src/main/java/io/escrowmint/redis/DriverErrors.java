package io.escrowmint.redis;

import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Tells what a driver's error means for a script that writes last: what Redis answers, it
 * says before anything is written; and what never came to a connection, was never sent.
 * Everything else may have been run. By the names of types and of their ancestors,
 * because either driver may be absent.
 */
public final class DriverErrors {

	private static final List<String> ANSWERS = List.of("io.lettuce.core.RedisCommandExecutionException",
			"redis.clients.jedis.exceptions.JedisDataException");

	private static final Sign REJECTED = new Sign("io.lettuce.core.RedisException",
			"Currently not connected. Commands are rejected.");

	private static final List<Sign> UNSENT = List.of(new Sign("io.lettuce.core.cluster.PartitionException", ""),
			new Sign("io.lettuce.core.RedisConnectionException", "Unable to connect"), REJECTED,
			new Sign("io.lettuce.core.RedisException", "Connection is closed"),
			new Sign("org.springframework.data.redis.RedisConnectionFailureException", "Unable to connect to Redis"),
			new Sign("redis.clients.jedis.exceptions.JedisException", "Failed to connect to "),
			new Sign("redis.clients.jedis.exceptions.JedisException", "Could not get a resource from the pool"));

	private DriverErrors() {
	}

	/**
	 * Tells whether a script has certainly not written anything.
	 * @param error what was thrown where it was run
	 * @return {@code false} if it may have been run
	 */
	public static boolean isCertainlyNotRun(Throwable error) {
		return answerOf(error) != null || isUnsent(error);
	}

	/**
	 * Returns the error that Redis answered.
	 * @param error what was thrown where the script was run
	 * @return the answer, {@code null} if there was none
	 */
	public static @Nullable String answerOf(Throwable error) {
		Throwable answer = cause(error, (cause) -> ANSWERS.stream().anyMatch((type) -> isA(type, cause)));
		return (answer != null) ? String.valueOf(answer.getMessage()) : null;
	}

	/**
	 * Tells whether the driver said that it sent nothing.
	 * @param error what was thrown where the script was run
	 * @return {@code false} if it may have been sent
	 */
	public static boolean isUnsent(Throwable error) {
		return cause(error, (cause) -> UNSENT.stream().anyMatch((sign) -> sign.isOf(cause))) != null;
	}

	/**
	 * Tells whether the driver has a connection that is not connected, or that it does
	 * not know yet to be.
	 * @param error what was thrown where the script was run
	 * @return whether nothing was sent for that reason
	 */
	public static boolean isRejected(Throwable error) {
		return cause(error, REJECTED::isOf) != null;
	}

	private static @Nullable Throwable cause(Throwable error, Predicate<Throwable> wanted) {
		for (Throwable cause = error; cause != null; cause = cause.getCause()) {
			if (wanted.test(cause)) {
				return cause;
			}
		}
		return null;
	}

	/**
	 * Tells whether an error is of a type, or of one beneath it, that may be absent.
	 * @param name of the type
	 * @param error the error itself; its causes are not looked at
	 * @return whether it is
	 */
	public static boolean isA(String name, Throwable error) {
		for (Class<?> type = error.getClass(); type != null; type = type.getSuperclass()) {
			if (type.getName().equals(name)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * What a driver throws before it writes to a connection. A call that is on its way
	 * when a connection ends hears other words.
	 *
	 * @param type name of the type
	 * @param begin of the message
	 */
	private record Sign(String type, String begin) {

		boolean isOf(Throwable error) {
			return isA(this.type, error) && String.valueOf(error.getMessage()).startsWith(this.begin);
		}

	}

}
