package io.escrowmint.spring.webflux;

import io.escrowmint.spring.aop.MeteredCall;
import org.jspecify.annotations.Nullable;

/**
 * Carries a call from the gate to the adapter that called it: WebFlux passes a result on
 * in the stack frames of the call, so that the same thread picks up what it has put down,
 * before it does anything else.
 */
final class CallHandoff {

	private final ThreadLocal<@Nullable MeteredCall> call = new ThreadLocal<>();

	/**
	 * Puts a call down.
	 * @param offered the call
	 * @return what stands for its result until then
	 */
	@Nullable Object offer(MeteredCall offered) {
		this.call.set(offered);
		return StandIn.of(offered.method().getReturnType());
	}

	/**
	 * Picks the call up.
	 * @return the call, {@code null} if none was put down
	 */
	@Nullable MeteredCall take() {
		MeteredCall taken = this.call.get();
		this.call.remove();
		return taken;
	}

}
