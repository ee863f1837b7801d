package io.escrowmint.spring.webflux;

import java.util.function.BooleanSupplier;

import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.metering.MeteringSessions;
import io.escrowmint.spring.http.HttpOptions;
import io.escrowmint.spring.http.IdempotencyKeyHeader;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Gives every exchange a session, and ends it as the exchange ends: when its body is
 * written, with an error that nobody handled, or with its client gone. Stands near the
 * front of the chain, so that it sees what the client gets.
 */
public final class MeteringWebFilter implements WebFilter, Ordered {

	private final MeteringSessions sessions;

	private final HttpOptions options;

	private final BooleanSupplier keys;

	/**
	 * Creates the filter.
	 * @param sessions begins sessions
	 * @param options what can be chosen
	 * @param keys whether requests can have an idempotency key that the application names
	 */
	public MeteringWebFilter(MeteringSessions sessions, HttpOptions options, BooleanSupplier keys) {
		this.sessions = sessions;
		this.options = options;
		this.keys = keys;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 5;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		MeteredExchange metered = new MeteredExchange(this.sessions.begin(), exchange);
		ExchangeEnd end = new ExchangeEnd(metered, exchange.getRequest(), exchange.getResponse(),
				this.sessions.options(), this.options.maxBody());
		return chain.filter(watched(exchange, metered, end))
			.onErrorResume((failure) -> end.failed(failure).then(Mono.error(failure)))
			.then(Mono.defer(end::completed))
			.doOnCancel(end::canceled)
			.contextWrite((context) -> context.put(MeteredExchange.KEY, metered));
	}

	private ServerWebExchange watched(ServerWebExchange exchange, MeteredExchange metered, ExchangeEnd end) {
		ServerHttpResponse response = exchange.getResponse();
		ServerHttpRequest request = request(exchange.getRequest(), metered);
		ServerWebExchange watched = exchange.mutate()
			.request(request)
			.response((response instanceof ZeroCopyHttpOutputMessage) ? new ZeroCopyMeteredResponse(response, end)
					: new MeteredResponse(response, end))
			.build();
		return (request instanceof KeyedRequest keyed) ? new KeyedExchange(watched, keyed) : watched;
	}

	private ServerHttpRequest request(ServerHttpRequest request, MeteredExchange metered) {
		boolean shadow = this.sessions.options().mode() == MeteringOptions.Mode.SHADOW;
		boolean sent = this.options.idempotency() && request.getHeaders().containsHeader(IdempotencyKeyHeader.NAME);
		if (shadow || !(sent || this.keys.getAsBoolean())) {
			return request;
		}
		KeyedRequest keyed = new KeyedRequest(request, this.options.maxRequestBody());
		metered.keyed(keyed);
		return keyed;
	}

}
