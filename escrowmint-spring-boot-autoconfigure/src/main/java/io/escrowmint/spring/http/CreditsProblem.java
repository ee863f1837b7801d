package io.escrowmint.spring.http;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Why a request does not get to its metered method: the types of RFC 9457 problems. They
 * name no key and no wallet.
 */
public enum CreditsProblem {

	/** No wallet could be found for the request. */
	API_KEY_REQUIRED(401, "No wallet pays for the request", "API key required", null),

	/** The request costs more than it may, or than its wallet has available. */
	INSUFFICIENT_CREDITS(402, "The request cannot be paid", "Insufficient credits", null),

	/** The request has an idempotency key that cannot be one. */
	INVALID_IDEMPOTENCY_KEY(400, "The idempotency key is not acceptable",
			"Idempotency-Key must be one value of 1 to 255 printable ASCII characters, in quotes if it has a blank, comma or semicolon, and the request body must be small enough to compare",
			null),

	/** Another request with the same idempotency key is running. */
	REQUEST_IN_PROGRESS(409, "A request with the same idempotency key is running",
			"A request with this Idempotency-Key is still in progress, try again later", "1"),

	/** The request was carried out before, and its response cannot be shown again. */
	RESPONSE_NOT_STORED(409, "The response to the first request was not kept",
			"The request with this Idempotency-Key was carried out, but its response was streamed or too large to keep",
			null),

	/** The idempotency key belongs to another request. */
	IDEMPOTENCY_KEY_REUSED(422, "The idempotency key belongs to another request",
			"Idempotency-Key was used before for another request", null),

	/** Credits cannot be held, because the store does not answer. */
	CREDITS_UNAVAILABLE(503, "Credits are unavailable", "Credits are unavailable, try again later", "1");

	private final int status;

	private final String title;

	private final String detail;

	private final @Nullable String retryAfter;

	CreditsProblem(int status, String title, String detail, @Nullable String retryAfter) {
		this.status = status;
		this.title = title;
		this.detail = detail;
		this.retryAfter = retryAfter;
	}

	/**
	 * Returns the last segment of the type and the name of its page.
	 * @return the name, such as {@code insufficient-credits}
	 */
	public String slug() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Returns the status.
	 * @return the status of the response
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Returns what all problems of this type have in common.
	 * @return a sentence for humans
	 */
	public String title() {
		return this.title;
	}

	/**
	 * Returns what happened to this request.
	 * @return a sentence for humans
	 */
	public String detail() {
		return this.detail;
	}

	/**
	 * Returns after how many seconds a repeat may help.
	 * @return seconds, {@code null} if waiting does not help or the time depends
	 */
	@Nullable String retryAfter() {
		return this.retryAfter;
	}

}
