package io.escrowmint.spring.security;

import io.escrowmint.spring.http.CreditsAnswers;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Adds API keys to the security of servlet requests. As a bean, to every filter chain;
 * without one, call {@link #customize} for those that shall have it.
 * <p>
 * Requests that bring a key need no CSRF token: no browser sends such a header by itself.
 * Where authentication is needed and missing, those are answered 401 by
 * {@link ApiKeyEntryPoint}, and all others are if the chain has no other entry point.
 * <p>
 * Where keys count for nothing, a request with a key is a request like any other: its key
 * neither logs in nor pays.
 */
public final class ApiKeyConfigurer implements Customizer<HttpSecurity> {

	private static final String BY_KEY = ApiKeyConfigurer.class.getName() + ".BY_KEY";

	private final ApiKeyAuthenticator authenticator;

	private final CreditsAnswers answers;

	private final RequestMatcher keyless;

	/**
	 * Creates the configurer.
	 * @param authenticator authenticates
	 * @param answers what is written to requests that cannot be authenticated
	 * @param keyless matches requests for which a key counts for nothing, whichever chain
	 * they pass: those to Actuator above all
	 */
	public ApiKeyConfigurer(ApiKeyAuthenticator authenticator, CreditsAnswers answers, RequestMatcher keyless) {
		this.authenticator = authenticator;
		this.answers = answers;
		this.keyless = keyless;
	}

	@Override
	public void customize(HttpSecurity http) {
		http.addFilterBefore(
				new ApiKeyAuthenticationFilter(this.authenticator, this.answers, (request) -> !comesByKey(request)),
				UsernamePasswordAuthenticationFilter.class);
		http.csrf((csrf) -> csrf.ignoringRequestMatchers(this::comesByKey));
		http.exceptionHandling((handling) -> handling
			.defaultAuthenticationEntryPointFor(new ApiKeyEntryPoint(this.answers), this::comesByKey));
	}

	// Told once for a request: the page of its error has another path.
	private boolean comesByKey(HttpServletRequest request) {
		Object known = request.getAttribute(BY_KEY);
		if (known == null) {
			known = this.authenticator.hasKey(request::getHeader) && !this.keyless.matches(request);
			request.setAttribute(BY_KEY, known);
		}
		return Boolean.TRUE.equals(known);
	}

}
