package io.escrowmint.spring.web;

import java.io.IOException;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The net under asynchronous requests: sees those ends that no dispatch sees. A timeout
 * is none, for it is followed by a dispatch or by the end.
 */
final class MeteredAsyncListener implements AsyncListener {

	private final MeteredRequest metered;

	private final HttpServletResponse response;

	MeteredAsyncListener(MeteredRequest metered, HttpServletResponse response) {
		this.metered = metered;
		this.response = response;
	}

	@Override
	public void onError(AsyncEvent event) {
		if (event.getThrowable() instanceof IOException) {
			this.metered.endDisconnected(this.response);
		}
		else {
			this.metered.end(this.response, event.getThrowable());
		}
	}

	@Override
	public void onComplete(AsyncEvent event) {
		this.metered.end(this.response, null);
	}

	@Override
	public void onTimeout(AsyncEvent event) {
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		event.getAsyncContext().addListener(this);
	}

}
