package io.escrowmint.spring.aop;

import java.lang.reflect.Method;
import java.util.Set;

import org.springframework.core.ResolvableType;

/**
 * Knows the return types with which a controller method answers after it has returned. By
 * name, because most of them are optional.
 */
final class AsynchronousReturn {

	private static final Set<String> TYPES = Set.of("java.util.concurrent.Future",
			"java.util.concurrent.CompletionStage", "java.util.concurrent.Callable", "org.reactivestreams.Publisher",
			"java.util.concurrent.Flow$Publisher", "org.springframework.web.context.request.async.DeferredResult",
			"org.springframework.web.context.request.async.WebAsyncTask",
			"org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter",
			"org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody");

	private AsynchronousReturn() {
	}

	/**
	 * Tells whether a method answers later, itself or within a response entity.
	 * @param method the method
	 * @return {@code true} if its request is not over when it returns
	 */
	static boolean isOf(Method method) {
		ResolvableType type = ResolvableType.forMethodReturnType(method);
		return isAsynchronous(type.toClass()) || isAsynchronous(type.getGeneric().toClass());
	}

	private static boolean isAsynchronous(Class<?> type) {
		if (TYPES.contains(type.getName())) {
			return true;
		}
		for (Class<?> implemented : type.getInterfaces()) {
			if (isAsynchronous(implemented)) {
				return true;
			}
		}
		return type.getSuperclass() != null && isAsynchronous(type.getSuperclass());
	}

}
