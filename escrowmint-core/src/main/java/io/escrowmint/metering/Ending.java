package io.escrowmint.metering;

import io.escrowmint.model.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * How a metered call ended.
 *
 * @param kind the way
 * @param status the status of the response, 0 where there is none
 * @param response the response to keep under the idempotency key, if there is one
 */
public record Ending(Kind kind, int status, @Nullable Bytes response) {

	/**
	 * The call returned, and there is no status to look at.
	 * @return the ending
	 */
	public static Ending returned() {
		return new Ending(Kind.RETURNED, 0, null);
	}

	/**
	 * The response is complete.
	 * @param status its status
	 * @return the ending
	 */
	public static Ending responded(int status) {
		return new Ending(Kind.RETURNED, status, null);
	}

	/**
	 * The call failed, whatever the status says.
	 * @return the ending
	 */
	public static Ending failed() {
		return new Ending(Kind.FAILED, 0, null);
	}

	/**
	 * The client went away before the response was complete.
	 * @param status the status that was sent, or would have been
	 * @return the ending
	 */
	public static Ending disconnected(int status) {
		return new Ending(Kind.DISCONNECTED, status, null);
	}

	/**
	 * Returns a copy with a response to keep.
	 * @param response at most 1 MiB
	 * @return a copy
	 */
	public Ending response(Bytes response) {
		return new Ending(this.kind, this.status, response);
	}

	/**
	 * The ways in which a call ends.
	 */
	public enum Kind {

		/** With a result or a complete response. */
		RETURNED,

		/** With an exception that nobody turned into a response. */
		FAILED,

		/** With its client gone. */
		DISCONNECTED

	}

}
