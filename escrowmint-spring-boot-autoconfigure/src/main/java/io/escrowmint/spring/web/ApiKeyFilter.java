package io.escrowmint.spring.web;

import java.io.IOException;

import io.escrowmint.model.EscrowMintException;
import io.escrowmint.spring.apikey.ApiKeyRequests;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Makes the API key of a request known to the application, as the request attribute
 * {@link ApiKeyRequests#ATTRIBUTE}. Refuses nobody: a request without a usable key simply
 * has no such attribute, and neither has any while keys are unavailable. For applications
 * without Spring Security.
 */
public final class ApiKeyFilter extends OncePerRequestFilter {

	private final ApiKeyRequests keys;

	/**
	 * Creates the filter.
	 * @param keys finds the key
	 */
	public ApiKeyFilter(ApiKeyRequests keys) {
		this.keys = keys;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			this.keys.authenticate(request::getHeader)
				.ifPresent((key) -> request.setAttribute(ApiKeyRequests.ATTRIBUTE, key));
		}
		catch (EscrowMintException ex) {
			this.logger.debug("API keys are unavailable", ex);
		}
		chain.doFilter(request, response);
	}

}
