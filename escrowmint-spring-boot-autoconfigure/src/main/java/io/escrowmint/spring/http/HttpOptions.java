package io.escrowmint.spring.http;

import java.net.URI;

import io.escrowmint.model.Limits;

/**
 * What can be chosen about the HTTP contract.
 *
 * @param problemBase begin of the type of every problem
 * @param rateLimit whether responses tell what is available, in {@code RateLimit} and
 * {@code RateLimit-Policy}
 * @param cost whether responses tell what the request holds, in {@code X-Credits-Cost}
 * @param replayed whether a replay says so, in {@code Idempotency-Replayed}
 * @param idempotency whether the header {@code Idempotency-Key} counts
 * @param maxBody longest body of a response that is kept under an idempotency key, in
 * bytes
 * @param maxRequestBody longest body of a request with an idempotency key that its
 * handler reads by itself, in bytes
 */
public record HttpOptions(URI problemBase, boolean rateLimit, boolean cost, boolean replayed, boolean idempotency,
		int maxBody, int maxRequestBody) {

	/** The shipped defaults. */
	public static final HttpOptions DEFAULTS = new HttpOptions(URI.create("https://escrowmint.io/problems/"), true,
			true, true, true, 64 * 1024, 1024 * 1024);

	/** Longest body that can be kept: the rest is for the headers. */
	public static final int LONGEST_BODY = Limits.MAX_RESPONSE_BYTES - 64 * 1024;

}
