package io.escrowmint.spring.webflux;

import io.escrowmint.Metering;
import io.escrowmint.spring.http.FreeMetering;
import reactor.core.publisher.Mono;

import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;

/**
 * Fills arguments of type {@link Metering} with the session of their exchange. It holds
 * nothing yet when arguments are resolved, and what the method needs when it runs. Where
 * metering is switched off, they get one that takes everything.
 */
public final class MeteringArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == Metering.class;
	}

	@Override
	public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
		MeteredExchange metered = MeteredExchange.find(exchange);
		return Mono.just((metered != null) ? metered : new FreeMetering());
	}

}
