package io.escrowmint.spring.security;

import io.escrowmint.spring.apikey.ApiKeyRequests;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.security.web.server.util.matcher.AndServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.web.server.ServerWebExchange;

/**
 * Adds API keys to the security of reactive exchanges. As a bean, to every filter chain;
 * without one, call {@link #customize} for those that shall have it. Does for them what
 * {@link ApiKeyConfigurer} does for servlet requests.
 */
public final class ReactiveApiKeyConfigurer implements Customizer<ServerHttpSecurity> {

	private final ApiKeyAuthenticator authenticator;

	/**
	 * Creates the configurer.
	 * @param authenticator authenticates
	 */
	public ReactiveApiKeyConfigurer(ApiKeyAuthenticator authenticator) {
		this.authenticator = authenticator;
	}

	@Override
	public void customize(ServerHttpSecurity http) {
		http.addFilterAt(filter(), SecurityWebFiltersOrder.AUTHENTICATION);
		http.csrf((csrf) -> csrf.requireCsrfProtectionMatcher(
				new AndServerWebExchangeMatcher(CsrfWebFilter.DEFAULT_CSRF_MATCHER, this::hasNoKey)));
		http.exceptionHandling((handling) -> handling
			.authenticationEntryPoint((exchange, failure) -> write(ApiKeyProblem.KEY_REQUIRED, exchange)));
	}

	/**
	 * Returns the filter by itself, for chains that are put together by hand.
	 * @return the filter
	 */
	public AuthenticationWebFilter filter() {
		// The converter has authenticated already: from memory, there is nothing to wait
		// for.
		ReactiveAuthenticationManager manager = Mono::just;
		AuthenticationWebFilter filter = new AuthenticationWebFilter(manager);
		filter.setServerAuthenticationConverter(this::convert);
		filter.setAuthenticationSuccessHandler((success, authentication) -> {
			success.getExchange().getAttributes().put(ApiKeyRequests.ATTRIBUTE, authentication.getPrincipal());
			return success.getChain().filter(success.getExchange());
		});
		filter
			.setAuthenticationFailureHandler((failure, ex) -> write(ApiKeyProblem.UNAVAILABLE, failure.getExchange()));
		return filter;
	}

	private Mono<Authentication> convert(ServerWebExchange exchange) {
		HttpHeaders headers = exchange.getRequest().getHeaders();
		return Mono.defer(() -> Mono.justOrEmpty(this.authenticator.authenticate(headers::getFirst)));
	}

	private Mono<MatchResult> hasNoKey(ServerWebExchange exchange) {
		boolean key = this.authenticator.hasKey(exchange.getRequest().getHeaders()::getFirst);
		return key ? MatchResult.notMatch() : MatchResult.match();
	}

	private static Mono<Void> write(ApiKeyProblem problem, ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		byte[] body = problem.body();
		response.setStatusCode(problem.status());
		response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		response.getHeaders().setContentLength(body.length);
		response.getHeaders().set(HttpHeaders.CACHE_CONTROL, "no-store");
		response.getHeaders().set(problem.header(), problem.headerValue());
		return response.writeWith(Mono.fromSupplier(() -> wrap(response, body)));
	}

	private static DataBuffer wrap(ServerHttpResponse response, byte[] body) {
		return response.bufferFactory().wrap(body);
	}

}
