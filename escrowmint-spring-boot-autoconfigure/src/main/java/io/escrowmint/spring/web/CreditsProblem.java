package io.escrowmint.spring.web;

import java.nio.charset.StandardCharsets;

import org.springframework.http.HttpStatus;

/**
 * The answers to requests that do not get to their metered method, as RFC 9457 problems.
 * They name no key and no wallet.
 */
public enum CreditsProblem {

	/** No wallet could be found for the request. */
	API_KEY_REQUIRED(HttpStatus.UNAUTHORIZED, "API key required"),

	/** The wallet has less available than the request costs. */
	INSUFFICIENT_CREDITS(HttpStatus.PAYMENT_REQUIRED, "Insufficient credits"),

	/** Credits cannot be held, because the store does not answer. */
	CREDITS_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Credits are unavailable, try again later");

	private final HttpStatus status;

	private final byte[] body;

	CreditsProblem(HttpStatus status, String detail) {
		this.status = status;
		this.body = """
				{"type":"about:blank","title":"%s","status":%d,"detail":"%s"}"""
			.formatted(status.getReasonPhrase(), status.value(), detail)
			.getBytes(StandardCharsets.UTF_8);
	}

	HttpStatus status() {
		return this.status;
	}

	byte[] body() {
		return this.body.clone();
	}

}
