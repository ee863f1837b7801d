package io.escrowmint.model;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to find again beside a mutation's event. It takes no part in
 * idempotency.
 *
 * @param requestId the request that caused the mutation, 1 to 256 bytes of UTF-8
 * @param note free text of at most 240 characters; an empty one is none
 */
public record Trace(@Nullable String requestId, @Nullable String note) implements Serializable {

	/** Nothing to add. */
	public static final Trace NONE = new Trace(null, null);

	public Trace {
		Checks.optionalName("requestId", requestId);
		note = Checks.note(note);
	}

	Trace withRequestId(String requestId) {
		return new Trace(requestId, this.note);
	}

	Trace withNote(String note) {
		return new Trace(this.requestId, note);
	}

}
