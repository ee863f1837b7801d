package io.escrowmint.spring.webflux;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import io.escrowmint.spring.aop.MeteredCall;
import io.escrowmint.spring.http.HttpAnswer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.DispatchExceptionHandler;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.server.ServerWebExchange;

/**
 * Makes the metered calls that {@link ReactiveMeteringGate} has put off: after the
 * arguments of the handler are resolved, validated and authorized, and before its result
 * is looked at. A refusal is written here, where no exception handler of the application
 * can take it for an error of its own.
 */
public final class MeteringHandlerAdapter implements HandlerAdapter, Ordered {

	private final ReactiveEntrance entrance;

	private final CallHandoff handoff;

	private final HandlerResults results;

	private final Supplier<List<HandlerAdapter>> adapters;

	MeteringHandlerAdapter(ReactiveEntrance entrance, CallHandoff handoff, HandlerResults results,
			Supplier<List<HandlerAdapter>> adapters) {
		this.entrance = entrance;
		this.handoff = handoff;
		this.results = results;
		this.adapters = SingletonSupplier.of(() -> List.copyOf(adapters.get()));
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean supports(Object handler) {
		return handler instanceof HandlerMethod && delegate(handler).isPresent();
	}

	private Optional<HandlerAdapter> delegate(Object handler) {
		return Objects.requireNonNull(this.adapters.get())
			.stream()
			.filter((adapter) -> adapter != this && adapter.supports(handler))
			.findFirst();
	}

	@Override
	public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
		Mono<HandlerResult> handled = delegate(handler).orElseThrow().handle(exchange, handler);
		MeteredExchange metered = MeteredExchange.find(exchange);
		if (metered == null) {
			return handled;
		}
		metered.dispatch(exchange);
		return handled.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.doOnError((failure) -> this.handoff.take())
			.onErrorResume((failure) -> (metered.refusal() != null) ? Mono.just(Optional.empty()) : Mono.error(failure))
			.flatMap((result) -> next(metered, (HandlerMethod) handler, result.orElse(null)));
	}

	private Mono<HandlerResult> next(MeteredExchange metered, HandlerMethod handler, @Nullable HandlerResult result) {
		MeteredCall left = this.handoff.take();
		HttpAnswer refusal = metered.refusal();
		if (refusal != null) {
			return write(metered, refusal);
		}
		if (left != null) {
			return run(metered, left, handler, result, true);
		}
		return (result != null && result.getReturnValue() instanceof DeferredCall deferred)
				? run(metered, deferred.call(), handler, result, false) : Mono.justOrEmpty(result);
	}

	private Mono<HandlerResult> run(MeteredExchange metered, MeteredCall call, HandlerMethod handler,
			@Nullable HandlerResult result, boolean waits) {
		Mono<HandlerResult> ran = this.entrance.enter(metered, call, waits)
			.flatMap((answer) -> answer.isPresent() ? write(metered, answer.get())
					: this.results.of(handler, result, () -> ReactiveMeteringGate.proceed(metered, call)));
		DispatchExceptionHandler failures = (result != null) ? result.getExceptionHandler() : null;
		return (failures == null) ? ran
				: ran.onErrorResume((failure) -> failures.handleError(metered.exchange(), failure));
	}

	private static Mono<HandlerResult> write(MeteredExchange metered, HttpAnswer answer) {
		return AnswerWriter.write(metered.exchange().getResponse(), answer).then(Mono.empty());
	}

}
