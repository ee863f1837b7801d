package io.escrowmint.spring.web;

import java.io.IOException;
import java.io.UncheckedIOException;

import io.escrowmint.spring.http.AnsweredException;
import io.escrowmint.spring.http.CreditsAnswers;
import io.escrowmint.spring.http.CreditsProblemException;
import io.escrowmint.spring.http.HttpAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Writes problems and replays itself, whatever the client accepts: message converters
 * have nothing for an event stream, and HTML for a browser. Comes before every exception
 * handler of the application, so that none takes a missing payment for an error of its
 * own.
 */
public final class CreditsProblemResolver implements HandlerExceptionResolver, Ordered {

	private final CreditsAnswers answers;

	/**
	 * Creates the resolver.
	 * @param answers what is written
	 */
	public CreditsProblemResolver(CreditsAnswers answers) {
		this.answers = answers;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 1;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception ex) {
		HttpAnswer answer = answer(ex);
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

	private @Nullable HttpAnswer answer(Exception ex) {
		if (ex instanceof AnsweredException answered) {
			return answered.answer();
		}
		return (ex instanceof CreditsProblemException refused) ? this.answers.problem(refused.problem()) : null;
	}

}
