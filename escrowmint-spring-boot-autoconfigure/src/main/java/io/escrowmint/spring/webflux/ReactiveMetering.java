package io.escrowmint.spring.webflux;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.escrowmint.metering.MeteringSessions;
import io.escrowmint.spring.aop.MeteringGate;
import io.escrowmint.spring.http.CreditsAnswers;
import io.escrowmint.spring.http.CreditsHeaders;
import io.escrowmint.spring.http.HttpOptions;

import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.web.reactive.HandlerAdapter;

/**
 * The three parts that meter reactive requests between them: a filter that begins and
 * ends the session of an exchange, a gate before metered methods, and an adapter that
 * lets their calls in. One does not work without the others.
 */
public final class ReactiveMetering {

	private final MeteringSessions sessions;

	private final HttpOptions options;

	private final BooleanSupplier keys;

	private final ReactiveEntrance entrance;

	private final CallHandoff handoff = new CallHandoff();

	/**
	 * Creates the parts.
	 * @param sessions begins sessions
	 * @param wallets finds out who pays
	 * @param options what can be chosen about the HTTP contract
	 * @param answers what a request is answered that does not get in
	 * @param headers what the response tells of its cost
	 * @param keys whether requests can have an idempotency key that the application names
	 */
	public ReactiveMetering(MeteringSessions sessions, ReactiveWallets wallets, HttpOptions options,
			CreditsAnswers answers, CreditsHeaders headers, BooleanSupplier keys) {
		this.sessions = sessions;
		this.options = options;
		this.keys = keys;
		this.entrance = new ReactiveEntrance(wallets, sessions.options(), options, answers, headers);
	}

	/**
	 * Returns the filter.
	 * @return a new filter
	 */
	public MeteringWebFilter filter() {
		return new MeteringWebFilter(this.sessions, this.options, this.keys);
	}

	/**
	 * Returns the gate.
	 * @param outside runs calls that belong to no request
	 * @return a new gate
	 */
	public MeteringGate gate(MeteringGate outside) {
		return new ReactiveMeteringGate(this.entrance, this.handoff, outside);
	}

	/**
	 * Returns the adapter.
	 * @param adapters those that really call handlers, in their order; asked for at the
	 * first request
	 * @param publishers knows the publishers that handlers return
	 * @return a new adapter
	 */
	public MeteringHandlerAdapter handlerAdapter(Supplier<List<HandlerAdapter>> adapters,
			ReactiveAdapterRegistry publishers) {
		return new MeteringHandlerAdapter(this.entrance, this.handoff, new HandlerResults(publishers), adapters);
	}

}
