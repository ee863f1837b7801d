package io.escrowmint.spring.web;

import java.io.IOException;
import java.io.UncheckedIOException;

import io.escrowmint.spring.http.CreditsAnswers;
import io.escrowmint.spring.http.HttpAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Tells clients what a handler could not pay for within, such as a metered bean that it
 * called. Comes after every exception handler of the application.
 */
public final class CreditsFailureResolver implements HandlerExceptionResolver, Ordered {

	private final CreditsAnswers answers;

	/**
	 * Creates the resolver.
	 * @param answers what is written
	 */
	public CreditsFailureResolver(CreditsAnswers answers) {
		this.answers = answers;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception ex) {
		HttpAnswer answer = this.answers.toFailure(ex);
		if (answer == null || response.isCommitted()) {
			return null;
		}
		try {
			HttpAnswerWriter.write(answer, response);
			return new ModelAndView();
		}
		catch (IOException ioex) {
			throw new UncheckedIOException(ioex);
		}
	}

}
