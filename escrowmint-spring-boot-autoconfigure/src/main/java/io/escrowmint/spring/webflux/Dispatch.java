package io.escrowmint.spring.webflux;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;

import org.springframework.aop.SpringProxy;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.reactive.result.method.InvocableHandlerMethod;
import org.springframework.web.server.ServerWebExchange;

/**
 * Tells a call that WebFlux makes for a request from one that the application makes.
 */
final class Dispatch {

	private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	private Dispatch() {
	}

	/**
	 * Tells whether the proxy that this thread is in was called by WebFlux. Nothing else
	 * differs between the two: a handler gets neither an exchange nor a context.
	 * @return {@code true} if the frame before the proxy is WebFlux's
	 */
	static boolean isCaller() {
		return WALKER.walk((frames) -> frames.map(StackWalker.StackFrame::getDeclaringClass)
			.dropWhile((type) -> !SpringProxy.class.isAssignableFrom(type))
			.dropWhile(Dispatch::isProxy)
			.findFirst()
			.filter(InvocableHandlerMethod.class::isAssignableFrom)
			.isPresent());
	}

	private static boolean isProxy(Class<?> type) {
		return SpringProxy.class.isAssignableFrom(type) || type.getName().startsWith("org.springframework.aop.");
	}

	/**
	 * Tells whether WebFlux takes the end of a method's publisher for the end of the
	 * response, without looking at what it gives.
	 * @param method a handler that returns a publisher
	 * @return {@code true} if its publisher gives nothing and it writes the response
	 */
	static boolean isResponseOf(Method method) {
		boolean writes = AnnotatedElementUtils.hasAnnotation(method, ResponseStatus.class)
				|| AnnotatedElementUtils.hasAnnotation(method.getDeclaringClass(), ResponseStatus.class)
				|| Arrays.stream(method.getParameterTypes())
					.anyMatch((type) -> ServerWebExchange.class.isAssignableFrom(type)
							|| ServerHttpResponse.class.isAssignableFrom(type));
		return writes && givesNothing(method.getGenericReturnType());
	}

	private static boolean givesNothing(Type type) {
		return type instanceof ParameterizedType parameterized
				&& parameterized.getActualTypeArguments()[0].equals(Void.class);
	}

}
