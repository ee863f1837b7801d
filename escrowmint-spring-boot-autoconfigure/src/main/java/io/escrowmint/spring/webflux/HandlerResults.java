package io.escrowmint.spring.webflux;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.DispatchExceptionHandler;

/**
 * Makes the result of a handler that ran later than WebFlux thinks. As WebFlux does, it
 * takes {@code null}, and the end of a publisher that gives nothing, for the end of a
 * response that the handler writes itself.
 *
 * @param adapters knows publishers
 */
record HandlerResults(ReactiveAdapterRegistry adapters) {

	/**
	 * Runs a handler.
	 * @param handler the handler
	 * @param before what stood for its result; absent if it writes the response itself
	 * @param invocation runs it
	 * @return its result
	 */
	Mono<HandlerResult> of(HandlerMethod handler, @Nullable HandlerResult before, Invocation invocation) {
		try {
			Object value = invocation.invoke();
			return (before != null) ? Mono.just(after(before, value)) : written(handler, value);
		}
		catch (Throwable ex) {
			return Mono.error(ex);
		}
	}

	private static HandlerResult after(HandlerResult before, @Nullable Object value) {
		HandlerResult result = new HandlerResult(before.getHandler(), value, before.getReturnTypeSource(),
				before.getBindingContext());
		DispatchExceptionHandler failures = before.getExceptionHandler();
		return (failures != null) ? result.setExceptionHandler(failures) : result;
	}

	private Mono<HandlerResult> written(HandlerMethod handler, @Nullable Object value) {
		if (value == null) {
			return Mono.empty();
		}
		MethodParameter type = handler.getReturnType();
		ReactiveAdapter adapter = this.adapters.getAdapter(type.getParameterType());
		if (adapter != null && (adapter.isNoValue() || type.nested().getNestedParameterType() == Void.class)) {
			return Mono.from(adapter.toPublisher(value)).then(Mono.empty());
		}
		return Mono.just(new HandlerResult(handler, value, type, new BindingContext()));
	}

	/**
	 * Runs a handler.
	 */
	@FunctionalInterface
	interface Invocation {

		@Nullable Object invoke() throws Throwable;

	}

}
