package io.escrowmint.stream;

import java.time.Duration;

/**
 * Hears what the containers do, for metrics and logs. Called on their threads; an
 * exception of a listener changes nothing. Counters move after the fact is certain.
 */
public interface StreamListener {

	/** Hears nothing. */
	StreamListener NONE = new StreamListener() {
	};

	/**
	 * Messages were handled and committed.
	 * @param container its name
	 * @param messages how many in one commit
	 * @param elapsed since they were read
	 */
	default void committed(String container, int messages, Duration elapsed) {
	}

	/**
	 * A message could not be handled and will be tried again.
	 * @param container its name
	 * @param error what went wrong
	 */
	default void failed(String container, Throwable error) {
	}

	/**
	 * A message went to the dead letters.
	 * @param container its name
	 * @param error what went wrong
	 */
	default void deadLettered(String container, Throwable error) {
	}

	/**
	 * A commit was refused because another owner has taken over; what it held was
	 * dropped.
	 * @param container its name
	 */
	default void fenced(String container) {
	}

	/**
	 * The loop met an error that is not the handler's, and begins anew.
	 * @param container its name
	 * @param error what went wrong
	 */
	default void restarted(String container, Throwable error) {
	}

	/**
	 * Entries that another consumer had left were taken over.
	 * @param container its name
	 * @param entries how many
	 */
	default void recovered(String container, int entries) {
	}

}
