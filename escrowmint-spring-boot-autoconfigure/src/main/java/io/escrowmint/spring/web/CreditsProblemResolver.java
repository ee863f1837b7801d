package io.escrowmint.spring.web;

import java.io.IOException;
import java.io.UncheckedIOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Writes problems itself, whatever the client accepts: message converters have nothing
 * for an event stream, and HTML for a browser. Comes before every exception handler of
 * the application, so that none takes a missing payment for an error of its own.
 */
public final class CreditsProblemResolver implements HandlerExceptionResolver, Ordered {

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 1;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception ex) {
		if (!(ex instanceof CreditsProblemException refused) || response.isCommitted()) {
			return null;
		}
		write(refused.problem(), response);
		return new ModelAndView();
	}

	private static void write(CreditsProblem problem, HttpServletResponse response) {
		response.resetBuffer();
		response.setStatus(problem.status().value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		switch (problem) {
			case API_KEY_REQUIRED -> response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "ApiKey");
			case CREDITS_UNAVAILABLE -> response.setHeader(HttpHeaders.RETRY_AFTER, "1");
			case INSUFFICIENT_CREDITS -> {
			}
		}
		byte[] body = problem.body();
		response.setContentLength(body.length);
		try {
			response.getOutputStream().write(body);
		}
		catch (IOException ioex) {
			throw new UncheckedIOException(ioex);
		}
	}

}
