package io.escrowmint.spring.web;

import java.security.Principal;
import java.util.Optional;

import io.escrowmint.spring.apikey.ApiKeyRequestFacts;
import io.escrowmint.spring.apikey.ApiKeyRequests;
import jakarta.servlet.http.HttpServletRequest;

/**
 * The facts of a servlet request.
 */
record ServletRequestFacts(HttpServletRequest request) implements ApiKeyRequestFacts {

	@Override
	public String method() {
		return this.request.getMethod();
	}

	@Override
	public String path() {
		return this.request.getRequestURI();
	}

	@Override
	public Optional<String> header(String name) {
		return Optional.ofNullable(this.request.getHeader(name));
	}

	@Override
	public Optional<String> principal() {
		return Optional.ofNullable(this.request.getUserPrincipal()).map(Principal::getName);
	}

	@Override
	public boolean isKeyless() {
		return this.request.getAttribute(ApiKeyRequests.KEYLESS) != null;
	}

}
