package io.escrowmint.spring.web;

import java.io.IOException;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The request of one dispatch: goes on with the response that is watched, and has a
 * listener to its body watched. Shows a forward to its end, too, for Tomcat puts its own
 * request below the wrappers.
 */
final class WatchedRequest extends HttpServletRequestWrapper {

	private final ResponseWatch watch;

	private final HttpServletResponse response;

	WatchedRequest(HttpServletRequest request, HttpServletResponse response, ResponseWatch watch) {
		super(request);
		this.response = response;
		this.watch = watch;
	}

	// The container would go on with a response of its own, which nobody watches.
	@Override
	public AsyncContext startAsync() {
		return startAsync(this, this.response);
	}

	@Override
	public ServletInputStream getInputStream() throws IOException {
		return new WatchedInputStream(super.getInputStream(), this.watch, this.response);
	}

}
