package io.escrowmint.store.redis;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Runs one script on the primary that owns its keys, at most once. Reloads a script that
 * Redis has forgotten. Fails with an error that {@link TransportErrors} understands.
 * Implementations are thread-safe and never block the caller.
 */
interface ScriptRunner extends AutoCloseable {

	/**
	 * Runs a script.
	 * @param choice picks the script from those that fit this Redis, right before it is
	 * sent; if it throws, nothing is sent
	 * @param keys its keys; all in one slot if Redis is a cluster, one or more
	 * @param args its arguments
	 * @return the reply: an array whose elements are {@code byte[]}, {@code Long} or
	 * lists of these
	 */
	CompletionStage<List<Object>> run(Function<ScriptLibrary, Script> choice, byte[][] keys, byte[][] args);

	/**
	 * Connects in this thread, if it is not connected yet.
	 * @throws StoreMismatchException if the Redis that was met cannot be used
	 * @throws TransportException if Redis cannot be reached
	 */
	void connect();

	/**
	 * Takes the one who is told of reloaded scripts.
	 * @param listener hears
	 */
	default void listen(RedisStoreListener listener) {
	}

	/**
	 * Hears that a script could not write, because who runs it is a replica. Outside of a
	 * cluster nobody else leads to the primary.
	 */
	default void heardOfReplica() {
	}

	/**
	 * Tells whether one call may carry keys of several slots.
	 * @return {@code false} for a cluster
	 */
	boolean isSingleServer();

	@Override
	void close();

}
