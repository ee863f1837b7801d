package io.escrowmint.stream;

import java.time.Duration;

/**
 * Something that reads a stream in the background for as long as it runs. It never stops
 * by itself, whatever happens to Redis or to a handler. Thread-safe.
 */
public interface StreamContainer {

	/**
	 * Returns the name of the container.
	 * @return unique in a process
	 */
	String name();

	/**
	 * Starts reading, if it does not read yet. Does not wait for Redis, nor for a handler
	 * that has outlasted a {@link #stop}: a processor commits nothing more of that one
	 * once it has begun anew, and a message of a group may be handled twice.
	 * @throws StreamMisconfiguredException if it could never work
	 */
	void start();

	/**
	 * Stops reading and waits until the message under way is committed or given up.
	 * @param timeout for how long to wait before the handler is interrupted
	 * @return whether it has ended
	 */
	boolean stop(Duration timeout);

	/**
	 * Tells whether the container was started and not stopped.
	 * @return whether it runs
	 */
	boolean isRunning();

	/**
	 * Returns what is known of the container in this process.
	 * @return asks nothing of Redis
	 */
	StreamStatus status();

}
