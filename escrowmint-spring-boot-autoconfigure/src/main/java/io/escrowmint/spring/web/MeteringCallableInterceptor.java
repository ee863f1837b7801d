package io.escrowmint.spring.web;

import java.util.concurrent.Callable;

import io.escrowmint.Metering;
import io.escrowmint.MeteringScope;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;

/**
 * Takes {@link Metering#current()} along to the thread that runs a {@code Callable}, a
 * {@code WebAsyncTask} or a {@code StreamingResponseBody}.
 */
public final class MeteringCallableInterceptor implements CallableProcessingInterceptor {

	// On the thread and not in the request, which may be gone when the task ends.
	private final ThreadLocal<@Nullable MeteringScope> scope = new ThreadLocal<>();

	@Override
	public <T> void preProcess(NativeWebRequest request, Callable<T> task) {
		HttpServletRequest servletRequest = request.getNativeRequest(HttpServletRequest.class);
		MeteredRequest metered = (servletRequest != null) ? MeteredRequest.find(servletRequest) : null;
		if (metered != null && metered.isMetered()) {
			this.scope.set(MeteringScope.open(metered.session()));
		}
	}

	@Override
	public <T> void postProcess(NativeWebRequest request, Callable<T> task, @Nullable Object concurrentResult) {
		MeteringScope opened = this.scope.get();
		if (opened != null) {
			this.scope.remove();
			opened.close();
		}
	}

}
