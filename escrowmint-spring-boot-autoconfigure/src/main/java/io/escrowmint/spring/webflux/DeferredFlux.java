package io.escrowmint.spring.webflux;

import io.escrowmint.spring.aop.MeteredCall;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * Stands for the {@code Flux} of a metered method: each subscription is a call.
 */
final class DeferredFlux extends Flux<Object> implements DeferredCall {

	private final MeteredCall call;

	private final ReactiveMeteringGate gate;

	DeferredFlux(MeteredCall call, ReactiveMeteringGate gate) {
		this.call = call;
		this.gate = gate;
	}

	@Override
	public MeteredCall call() {
		return this.call;
	}

	@Override
	public void subscribe(CoreSubscriber<? super Object> subscriber) {
		this.gate.subscribed(this.call).subscribe(subscriber);
	}

}
