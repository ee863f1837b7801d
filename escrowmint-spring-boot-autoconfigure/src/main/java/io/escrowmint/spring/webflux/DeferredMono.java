package io.escrowmint.spring.webflux;

import io.escrowmint.spring.aop.MeteredCall;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * Stands for the {@code Mono} of a metered method: each subscription is a call.
 */
final class DeferredMono extends Mono<Object> implements DeferredCall {

	private final MeteredCall call;

	private final ReactiveMeteringGate gate;

	DeferredMono(MeteredCall call, ReactiveMeteringGate gate) {
		this.call = call;
		this.gate = gate;
	}

	@Override
	public MeteredCall call() {
		return this.call;
	}

	@Override
	public void subscribe(CoreSubscriber<? super Object> subscriber) {
		this.gate.subscribed(this.call).singleOrEmpty().subscribe(subscriber);
	}

}
