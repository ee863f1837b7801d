package io.escrowmint.store.redis;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.redis.DriverErrors;
import io.escrowmint.store.redis.TransportException.Kind;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * Tells what a driver's error means for the script. An error that Redis answers means
 * that nothing was written: scripts write last and catch what a write says. A redirect
 * that the driver gave up to follow is such an answer. "Commands are rejected", a node
 * that could not be connected to, or a slot that nobody owns mean that nothing was sent.
 * Everything else may have been run.
 */
final class TransportErrors {

	/** What Lettuce says when it is told to reject commands while disconnected. */
	static final String REJECTED = "Currently not connected. Commands are rejected.";

	private static final List<String> PASSING = List.of("LOADING", "BUSY ", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN",
			"MISCONF", "MOVED ", "ASK ");

	private static final String REPLICA = "READONLY ";

	/**
	 * What a write is refused with. A script that passes it on says more before it.
	 */
	private static final List<String> PASSING_WRITE = List.of(REPLICA, "NOREPLICAS ");

	private TransportErrors() {
	}

	static TransportException of(Throwable error) {
		Throwable cause = unwrapped(error);
		if (cause instanceof TransportException known) {
			return known;
		}
		String message = String.valueOf(cause.getMessage());
		if (message.contains(REJECTED)) {
			return new TransportException(Kind.NOT_RUN, "Redis is not connected", cause);
		}
		if (isUnsent(cause, message)) {
			return new TransportException(Kind.NOT_RUN, "No node of Redis took the call: " + message, cause);
		}
		String answer = answerOf(cause);
		if (answer != null) {
			boolean passes = isPassingWrite(answer) || PASSING.stream().anyMatch(answer::startsWith);
			Kind kind = passes ? Kind.NOT_RUN : Kind.REFUSED;
			return new TransportException(kind, "Redis answered: " + answer, cause);
		}
		return new TransportException(Kind.UNKNOWN, "The reply of Redis was lost: " + message, cause);
	}

	/**
	 * Returns what a call that may be repeated at will tells its caller.
	 */
	static StoreUnavailableException unavailable(Throwable error) {
		TransportException cause = of(error);
		return new StoreUnavailableException(String.valueOf(cause.getMessage()), cause);
	}

	/**
	 * Returns what a first contact that failed tells; keeps the interrupt of who waited
	 * for it.
	 */
	static TransportException unreachable(Exception error) {
		if (error instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
		return new TransportException(Kind.NOT_RUN, "Redis cannot be reached: " + error.getMessage(), error);
	}

	/**
	 * Tells whether the driver has rejected something because it was not connected, and
	 * so has sent nothing. Where it was about to ask for the nodes of a cluster, its
	 * error says so among the details of another one.
	 */
	static boolean isRejected(Throwable error) {
		return String.valueOf(error.getMessage()).contains(REJECTED)
				|| error.getCause() != null && isRejected(error.getCause());
	}

	static boolean isUnknownScript(Throwable error) {
		String answer = answerOf(unwrapped(error));
		return answer != null && answer.startsWith("NOSCRIPT");
	}

	/**
	 * Tells whether Redis stumbled over the first line of a script with flags, as before
	 * 7.0.
	 */
	static boolean isUnknownFlag(Throwable error) {
		String answer = answerOf(unwrapped(error));
		return answer != null && answer.contains("Error compiling script") && answer.contains("near '#'");
	}

	static boolean saysReplica(Throwable error) {
		String answer = answerOf(unwrapped(error));
		return answer != null && saysReplica(answer);
	}

	static boolean saysReplica(String answer) {
		return answer.contains(REPLICA);
	}

	/**
	 * Tells whether a write that a script was refused may succeed soon.
	 */
	static boolean isPassingWrite(String answer) {
		return PASSING_WRITE.stream().anyMatch(answer::contains);
	}

	/**
	 * What Lettuce says before it writes to a connection. A call that is on its way when
	 * a connection ends hears other words.
	 */
	private static boolean isUnsent(Throwable error, String message) {
		return DriverErrors.isA("io.lettuce.core.cluster.PartitionException", error)
				|| DriverErrors.isA("io.lettuce.core.RedisConnectionException", error)
						&& message.startsWith("Unable to connect")
				|| DriverErrors.isA("io.lettuce.core.RedisException", error) && message.equals("Connection is closed");
	}

	private static Throwable unwrapped(Throwable error) {
		Throwable cause = error;
		while (isWrapper(cause) && cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

	private static boolean isWrapper(Throwable error) {
		return error instanceof CompletionException || error instanceof ExecutionException;
	}

	private static @Nullable String answerOf(Throwable error) {
		if (DriverErrors.isA("io.lettuce.core.RedisCommandExecutionException", error)
				|| DriverErrors.isA("redis.clients.jedis.exceptions.JedisDataException", error)) {
			return error.getMessage();
		}
		if (error instanceof DataAccessException && error.getCause() != null) {
			return answerOf(error.getCause());
		}
		return null;
	}

}
