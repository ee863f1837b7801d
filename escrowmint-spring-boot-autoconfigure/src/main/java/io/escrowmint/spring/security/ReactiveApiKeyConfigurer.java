package io.escrowmint.spring.security;

import io.escrowmint.spring.apikey.ApiKeyRequests;
import io.escrowmint.spring.http.CreditsProblem;
import io.escrowmint.spring.http.CreditsProblemException;
import io.escrowmint.spring.webflux.CreditsProblemHandler;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.security.web.server.util.matcher.AndServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.NegatedServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;

/**
 * Adds API keys to the security of reactive exchanges. As a bean, to every filter chain;
 * without one, call {@link #customize} for those that shall have it. Does for them what
 * {@link ApiKeyConfigurer} does for servlet requests, except that a chain without another
 * entry point needs to be given {@link #entryPoint()} for exchanges without any key.
 * {@link CreditsProblemHandler} writes the answers.
 */
public final class ReactiveApiKeyConfigurer implements Customizer<ServerHttpSecurity> {

	private final ApiKeyAuthenticator authenticator;

	private final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();

	private final ServerWebExchangeMatcher byKey;

	/**
	 * Creates the configurer.
	 * @param authenticator authenticates
	 * @param keyless matches exchanges for which a key counts for nothing, whichever
	 * chain they pass: those with Actuator above all
	 */
	public ReactiveApiKeyConfigurer(ApiKeyAuthenticator authenticator, ServerWebExchangeMatcher keyless) {
		this.authenticator = authenticator;
		this.byKey = new AndServerWebExchangeMatcher(this::hasKey,
				new NegatedServerWebExchangeMatcher(marking(keyless)));
	}

	@Override
	public void customize(ServerHttpSecurity http) {
		http.addFilterAt(filter(), SecurityWebFiltersOrder.AUTHENTICATION);
		http.addFilterAfter(this::refuse, SecurityWebFiltersOrder.EXCEPTION_TRANSLATION);
		http.csrf((csrf) -> csrf.requireCsrfProtectionMatcher(new AndServerWebExchangeMatcher(
				CsrfWebFilter.DEFAULT_CSRF_MATCHER, new NegatedServerWebExchangeMatcher(this.byKey))));
	}

	/**
	 * Returns what answers 401 as problem+json.
	 * @return the entry point
	 */
	public ServerAuthenticationEntryPoint entryPoint() {
		return (exchange, failure) -> Mono.error(new CreditsProblemException(CreditsProblem.API_KEY_REQUIRED, failure));
	}

	private AuthenticationWebFilter filter() {
		// The converter has authenticated already: from memory, there is nothing to wait
		// for.
		ReactiveAuthenticationManager manager = Mono::just;
		AuthenticationWebFilter filter = new AuthenticationWebFilter(manager);
		filter.setRequiresAuthenticationMatcher(this.byKey);
		filter.setServerAuthenticationConverter(this::convert);
		filter.setAuthenticationSuccessHandler((success, authentication) -> {
			success.getExchange().getAttributes().put(ApiKeyRequests.ATTRIBUTE, authentication.getPrincipal());
			return success.getChain().filter(success.getExchange());
		});
		// Whatever else comes by here was thrown by the application, and is not about
		// keys.
		filter.setAuthenticationFailureHandler((failure, ex) -> Mono.error(ex));
		return filter;
	}

	// Who sent a key is told about keys, whatever others are asked for.
	private Mono<Void> refuse(ServerWebExchange exchange, WebFilterChain chain) {
		return chain.filter(exchange)
			.onErrorResume(AccessDeniedException.class, (ex) -> isUnknown(exchange)
				.flatMap((unknown) -> Mono.error(unknown ? new CreditsProblemException(problem(exchange), ex) : ex)));
	}

	private static CreditsProblem problem(ServerWebExchange exchange) {
		return (exchange.getAttribute(ApiKeyAuthenticator.UNCHECKED) != null) ? CreditsProblem.CREDITS_UNAVAILABLE
				: CreditsProblem.API_KEY_REQUIRED;
	}

	private Mono<Boolean> isUnknown(ServerWebExchange exchange) {
		return ReactiveSecurityContextHolder.getContext()
			.mapNotNull((context) -> context.getAuthentication())
			.filter((authentication) -> !this.trust.isAnonymous(authentication))
			.hasElement()
			.filter((known) -> !known)
			.flatMap((unknown) -> this.byKey.matches(exchange))
			.map(MatchResult::isMatch)
			.defaultIfEmpty(false);
	}

	private Mono<Authentication> convert(ServerWebExchange exchange) {
		HttpHeaders headers = exchange.getRequest().getHeaders();
		return Mono.<Authentication>defer(() -> Mono.justOrEmpty(this.authenticator.authenticate(headers::getFirst)))
			.onErrorResume(AuthenticationServiceException.class, (ex) -> unchecked(exchange, ex));
	}

	private Mono<Authentication> unchecked(ServerWebExchange exchange, AuthenticationServiceException ex) {
		if (!this.authenticator.isLenient()) {
			return Mono.error(new CreditsProblemException(CreditsProblem.CREDITS_UNAVAILABLE, ex));
		}
		exchange.getAttributes().put(ApiKeyAuthenticator.UNCHECKED, true);
		return Mono.empty();
	}

	private static ServerWebExchangeMatcher marking(ServerWebExchangeMatcher keyless) {
		return (exchange) -> keyless.matches(exchange).doOnNext((result) -> mark(exchange, result));
	}

	private static void mark(ServerWebExchange exchange, MatchResult keyless) {
		if (keyless.isMatch()) {
			exchange.getAttributes().put(ApiKeyRequests.KEYLESS, true);
		}
	}

	private Mono<MatchResult> hasKey(ServerWebExchange exchange) {
		return this.authenticator.hasKey(exchange.getRequest().getHeaders()::getFirst) ? MatchResult.match()
				: MatchResult.notMatch();
	}

}
