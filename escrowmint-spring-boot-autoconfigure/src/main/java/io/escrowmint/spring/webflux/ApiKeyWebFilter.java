package io.escrowmint.spring.webflux;

import io.escrowmint.model.EscrowMintException;
import io.escrowmint.spring.apikey.ApiKeyRequests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Makes the API key of an exchange known to the application, as the attribute
 * {@link ApiKeyRequests#ATTRIBUTE}. Refuses nobody: an exchange without a usable key
 * simply has no such attribute, and neither has any while keys are unavailable. For
 * applications without Spring Security.
 */
public final class ApiKeyWebFilter implements WebFilter {

	private static final Logger logger = LoggerFactory.getLogger(ApiKeyWebFilter.class);

	private final ApiKeyRequests keys;

	/**
	 * Creates the filter.
	 * @param keys finds the key
	 */
	public ApiKeyWebFilter(ApiKeyRequests keys) {
		this.keys = keys;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		try {
			this.keys.authenticate(exchange.getRequest().getHeaders()::getFirst)
				.ifPresent((key) -> exchange.getAttributes().put(ApiKeyRequests.ATTRIBUTE, key));
		}
		catch (EscrowMintException ex) {
			logger.debug("API keys are unavailable", ex);
		}
		return chain.filter(exchange);
	}

}
