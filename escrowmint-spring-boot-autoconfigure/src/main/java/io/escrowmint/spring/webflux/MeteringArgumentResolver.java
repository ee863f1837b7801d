package io.escrowmint.spring.webflux;

import io.escrowmint.Metering;
import reactor.core.publisher.Mono;

import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;

/**
 * Fills arguments of type {@link Metering} with the session of their exchange. It holds
 * nothing yet when arguments are resolved, and what the method needs when it runs.
 */
public final class MeteringArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == Metering.class;
	}

	@Override
	public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
		return Mono.justOrEmpty(MeteredExchange.find(exchange));
	}

}
