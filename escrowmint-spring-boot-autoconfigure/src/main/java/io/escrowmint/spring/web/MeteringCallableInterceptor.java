package io.escrowmint.spring.web;

import java.util.concurrent.Callable;

import io.escrowmint.Metering;
import io.escrowmint.MeteringScope;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;

/**
 * Takes {@link Metering#current()} along to the thread that runs a {@code Callable}, a
 * {@code WebAsyncTask} or a {@code StreamingResponseBody}.
 */
public final class MeteringCallableInterceptor implements CallableProcessingInterceptor {

	private static final String SCOPE = MeteringCallableInterceptor.class.getName();

	@Override
	public <T> void preProcess(NativeWebRequest request, Callable<T> task) {
		HttpServletRequest servletRequest = request.getNativeRequest(HttpServletRequest.class);
		MeteredRequest metered = (servletRequest != null) ? MeteredRequest.find(servletRequest) : null;
		if (metered != null && metered.isMetered()) {
			request.setAttribute(SCOPE, MeteringScope.open(metered.session()), RequestAttributes.SCOPE_REQUEST);
		}
	}

	@Override
	public <T> void postProcess(NativeWebRequest request, Callable<T> task, @Nullable Object concurrentResult) {
		if (request.getAttribute(SCOPE, RequestAttributes.SCOPE_REQUEST) instanceof MeteringScope scope) {
			request.removeAttribute(SCOPE, RequestAttributes.SCOPE_REQUEST);
			scope.close();
		}
	}

}
