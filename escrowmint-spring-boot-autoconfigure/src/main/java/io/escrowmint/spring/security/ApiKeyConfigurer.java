package io.escrowmint.spring.security;

import io.escrowmint.spring.http.CreditsAnswers;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;

/**
 * Adds API keys to the security of servlet requests. As a bean, to every filter chain;
 * without one, call {@link #customize} for those that shall have it.
 * <p>
 * Requests that bring a key need no CSRF token: no browser sends such a header by itself.
 * Where authentication is needed and missing, those are answered 401 by
 * {@link ApiKeyEntryPoint}, and all others are if the chain has no other entry point.
 */
public final class ApiKeyConfigurer implements Customizer<HttpSecurity> {

	private final ApiKeyAuthenticator authenticator;

	private final CreditsAnswers answers;

	/**
	 * Creates the configurer.
	 * @param authenticator authenticates
	 * @param answers what is written to requests that cannot be authenticated
	 */
	public ApiKeyConfigurer(ApiKeyAuthenticator authenticator, CreditsAnswers answers) {
		this.authenticator = authenticator;
		this.answers = answers;
	}

	@Override
	public void customize(HttpSecurity http) {
		http.addFilterBefore(new ApiKeyAuthenticationFilter(this.authenticator, this.answers),
				UsernamePasswordAuthenticationFilter.class);
		http.csrf((csrf) -> csrf.ignoringRequestMatchers(this::hasKey));
		http.exceptionHandling((handling) -> handling
			.defaultAuthenticationEntryPointFor(new ApiKeyEntryPoint(this.answers), this::hasKey));
	}

	private boolean hasKey(HttpServletRequest request) {
		return this.authenticator.hasKey(request::getHeader);
	}

}
