package io.escrowmint.spring.security;

import java.nio.charset.StandardCharsets;

import org.springframework.http.HttpStatus;

/**
 * What requests are answered that do not get past Spring Security, the same as metered
 * methods answer.
 */
enum ApiKeyProblem {

	/** No usable key. */
	KEY_REQUIRED(HttpStatus.UNAUTHORIZED, "API key required", "WWW-Authenticate", "ApiKey"),

	/** It cannot be told whether the key is usable. */
	UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Credits are unavailable, try again later", "Retry-After", "1");

	private final HttpStatus status;

	private final byte[] body;

	private final String header;

	private final String headerValue;

	ApiKeyProblem(HttpStatus status, String detail, String header, String headerValue) {
		this.status = status;
		this.header = header;
		this.headerValue = headerValue;
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

	String header() {
		return this.header;
	}

	String headerValue() {
		return this.headerValue;
	}

}
