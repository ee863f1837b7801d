package io.escrowmint.spring.security;

import java.io.IOException;
import java.util.Optional;

import io.escrowmint.spring.apikey.ApiKeyRequests;
import io.escrowmint.spring.http.CreditsAnswers;
import io.escrowmint.spring.http.CreditsProblem;
import io.escrowmint.spring.web.HttpAnswerWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Authenticates requests by their API key, for the request alone and never in a session.
 * A key that is not usable is no authentication, and no error: what follows decides
 * whether one is needed. While keys are unavailable, a request that brings one is
 * answered with 503, or goes on without authentication if the authenticator is lenient.
 */
public final class ApiKeyAuthenticationFilter extends OncePerRequestFilter {

	/** By which Spring Security's {@code SessionManagementFilter} knows its work done. */
	private static final String SESSION_MANAGED = "__spring_security_session_mgmt_filter_applied";

	private final ApiKeyAuthenticator authenticator;

	private final SecurityContextHolderStrategy holder = SecurityContextHolder.getContextHolderStrategy();

	private final SecurityContextRepository repository = new RequestAttributeSecurityContextRepository();

	private final CreditsAnswers answers;

	private final RequestMatcher keyless;

	/**
	 * Creates the filter.
	 * @param authenticator authenticates
	 * @param answers what is written while keys are unavailable
	 * @param keyless matches requests that go on as they are, whatever key they bring: it
	 * does not pay for them either
	 */
	public ApiKeyAuthenticationFilter(ApiKeyAuthenticator authenticator, CreditsAnswers answers,
			RequestMatcher keyless) {
		this.authenticator = authenticator;
		this.answers = answers;
		this.keyless = keyless;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		boolean keyless = this.keyless.matches(request);
		if (keyless && this.authenticator.hasKey(request::getHeader)) {
			request.setAttribute(ApiKeyRequests.KEYLESS, true);
		}
		return keyless;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Optional<ApiKeyAuthenticationToken> token;
		try {
			token = this.authenticator.authenticate(request::getHeader);
		}
		catch (AuthenticationServiceException ex) {
			if (!this.authenticator.isLenient()) {
				HttpAnswerWriter.write(this.answers.problem(CreditsProblem.CREDITS_UNAVAILABLE), response);
				return;
			}
			request.setAttribute(ApiKeyAuthenticator.UNCHECKED, true);
			token = Optional.empty();
		}
		if (token.isPresent()) {
			SecurityContext context = this.holder.createEmptyContext();
			context.setAuthentication(token.get());
			this.holder.setContext(context);
			this.repository.saveContext(context, request, response);
			request.setAttribute(ApiKeyRequests.ATTRIBUTE, token.get().getPrincipal());
			// Where it limits sessions, it would begin one for each request with a key.
			request.setAttribute(SESSION_MANAGED, true);
		}
		chain.doFilter(request, response);
	}

}
