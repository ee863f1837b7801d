package io.escrowmint.spring.webflux;

import java.util.Optional;

import io.escrowmint.spring.apikey.ApiKeyRequestFacts;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * The facts of a reactive request, its principal known.
 *
 * @param request the request
 * @param name the name of who is logged in, if anybody is
 * @param isKeyless whether an API key counts for nothing
 */
record ReactiveRequestFacts(ServerHttpRequest request, @Nullable String name,
		boolean isKeyless) implements ApiKeyRequestFacts {

	@Override
	public String method() {
		return this.request.getMethod().name();
	}

	@Override
	public String path() {
		return this.request.getURI().getRawPath();
	}

	@Override
	public Optional<String> header(String header) {
		return Optional.ofNullable(this.request.getHeaders().getFirst(header));
	}

	@Override
	public Optional<String> principal() {
		return Optional.ofNullable(this.name);
	}

}
