package io.escrowmint.spring.http;

import java.util.ArrayList;
import java.util.List;

import io.escrowmint.metering.Admission;
import org.jspecify.annotations.Nullable;

/**
 * Tells clients what a request holds and what their wallet has left: the fields of
 * draft-ietf-httpapi-ratelimit-headers-10, and {@code X-Credits-Cost}. Thread-safe.
 */
public final class CreditsHeaders {

	/** What the request holds. */
	public static final String COST = "X-Credits-Cost";

	/** What the wallet has left. */
	public static final String RATE_LIMIT = "RateLimit";

	/** What the wallet had before the request. */
	public static final String RATE_LIMIT_POLICY = "RateLimit-Policy";

	/** Marks the stored response to an earlier request. */
	public static final String REPLAYED = "Idempotency-Replayed";

	// The largest integer that a structured field can hold (RFC 9651).
	private static final long LARGEST = 999_999_999_999_999L;

	private final HttpOptions options;

	/**
	 * Creates the headers.
	 * @param options which are sent
	 */
	public CreditsHeaders(HttpOptions options) {
		this.options = options;
	}

	/**
	 * Returns the headers of a response whose request was let in.
	 * @param cost what the request holds, all its holds together
	 * @param balance what its wallet has beside that; absent if nothing new is known
	 * @return the headers; they replace what an earlier part of the request told
	 */
	public List<HttpField> admitted(long cost, Admission.@Nullable Balance balance) {
		List<HttpField> fields = new ArrayList<>(3);
		if (this.options.rateLimit() && balance != null) {
			fields.add(
					new HttpField(RATE_LIMIT_POLICY, "\"credits\";q=" + bounded(balance.available() + balance.held())));
			fields.add(remaining(balance.available()));
		}
		if (this.options.cost()) {
			fields.add(new HttpField(COST, Long.toString(cost)));
		}
		return fields;
	}

	List<HttpField> refused(long available) {
		return this.options.rateLimit() ? List.of(remaining(available)) : List.of();
	}

	List<HttpField> replayed() {
		List<HttpField> fields = new ArrayList<>(2);
		if (this.options.replayed()) {
			fields.add(new HttpField(REPLAYED, "true"));
		}
		if (this.options.cost()) {
			fields.add(new HttpField(COST, "0"));
		}
		return fields;
	}

	private static HttpField remaining(long available) {
		return new HttpField(RATE_LIMIT, "\"credits\";r=" + bounded(available));
	}

	private static long bounded(long credits) {
		return Math.min(Math.max(credits, 0), LARGEST);
	}

}
