package io.escrowmint.spring.webflux;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.escrowmint.Metering;
import io.escrowmint.MeteringScope;
import io.escrowmint.spring.aop.MeteredCall;
import io.escrowmint.spring.aop.MeteringGate;
import io.escrowmint.spring.http.AnsweredException;
import io.escrowmint.spring.http.HttpAnswer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Stands before the metered methods of WebFlux controllers. They are called on a thread
 * that must not wait, and without their exchange; so the gate does not let a call in
 * itself, but leaves it to who knows the exchange:
 * <ul>
 * <li>to {@link MeteringHandlerAdapter}, if WebFlux makes the call for a request: what
 * the gate returns only stands for the result;</li>
 * <li>to the subscriber of a {@code Mono} or {@code Flux}, whose context knows the
 * exchange.</li>
 * </ul>
 * A method that returns anything else, and is called by other code of the application,
 * joins the metered call that it is called from. Outside of a request a handler is
 * metered like any other method.
 */
public final class ReactiveMeteringGate implements MeteringGate {

	private final ReactiveEntrance entrance;

	private final CallHandoff handoff;

	private final MeteringGate outside;

	ReactiveMeteringGate(ReactiveEntrance entrance, CallHandoff handoff, MeteringGate outside) {
		this.entrance = entrance;
		this.handoff = handoff;
		this.outside = outside;
	}

	@Override
	public @Nullable Object invoke(MeteredCall call) throws Throwable {
		Class<?> type = call.method().getReturnType();
		if (type == Mono.class) {
			return new DeferredMono(call, this);
		}
		if (type == Flux.class || type == Publisher.class) {
			return new DeferredFlux(call, this);
		}
		return Dispatch.isCaller() ? this.handoff.offer(call) : nested(call);
	}

	private @Nullable Object nested(MeteredCall call) throws Throwable {
		MeteredExchange metered = (Metering.current().orElse(null) instanceof MeteredExchange current) ? current : null;
		if (metered == null) {
			return this.outside.invoke(call);
		}
		CompletableFuture<Optional<HttpAnswer>> entered = this.entrance.enter(metered, call, true).toFuture();
		if (!entered.isDone() && Schedulers.isInNonBlockingThread()) {
			entered.cancel(true);
			throw new IllegalStateException("The metered method " + call.method()
					+ " was called on a thread that must not wait for its hold; let it return a Mono or Flux");
		}
		Optional<HttpAnswer> answer = entered.join();
		if (answer.isPresent()) {
			throw new AnsweredException(answer.get());
		}
		metered.run();
		return call.proceed();
	}

	/**
	 * Lets a call in when its result is subscribed to.
	 * @param call the call
	 * @return the result
	 */
	Flux<Object> subscribed(MeteredCall call) {
		return Flux.deferContextual((context) -> {
			MeteredExchange metered = MeteredExchange.find(context);
			if (metered == null) {
				return Flux.from(outside(call));
			}
			boolean first = !metered.isMetered();
			return this.entrance.enter(metered, call, false).flatMapMany((answer) -> {
				if (answer.isEmpty()) {
					return Flux.from(published(metered, call));
				}
				if (first && Dispatch.isResponseOf(call.method())) {
					metered.refuse(answer.get());
					return Flux.empty();
				}
				return Flux.error(new AnsweredException(answer.get()));
			});
		});
	}

	private Publisher<?> outside(MeteredCall call) {
		try {
			return (Publisher<?>) Objects.requireNonNull(this.outside.invoke(call));
		}
		catch (Throwable ex) {
			return Mono.error(ex);
		}
	}

	private static Publisher<?> published(MeteredExchange metered, MeteredCall call) {
		try {
			Object result = proceed(metered, call);
			return (result != null) ? (Publisher<?>) result : Mono.empty();
		}
		catch (Throwable ex) {
			return Mono.error(ex);
		}
	}

	static @Nullable Object proceed(MeteredExchange metered, MeteredCall call) throws Throwable {
		if (!metered.isMetered()) {
			return call.proceed();
		}
		metered.run();
		try (MeteringScope scope = MeteringScope.open(metered)) {
			return call.proceed();
		}
	}

}
