package io.escrowmint.spring.security;

import java.io.IOException;

import io.escrowmint.spring.http.CreditsAnswers;
import io.escrowmint.spring.http.CreditsProblem;
import io.escrowmint.spring.web.HttpAnswerWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/**
 * Answers 401 as problem+json to a request without a usable key that needs one, and 503
 * if nobody can tell now whether its key is usable.
 */
public final class ApiKeyEntryPoint implements AuthenticationEntryPoint {

	private final CreditsAnswers answers;

	/**
	 * Creates the entry point.
	 * @param answers what is written
	 */
	public ApiKeyEntryPoint(CreditsAnswers answers) {
		this.answers = answers;
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
			throws IOException {
		boolean unchecked = request.getAttribute(ApiKeyAuthenticator.UNCHECKED) != null;
		HttpAnswerWriter.write(
				this.answers.problem(unchecked ? CreditsProblem.CREDITS_UNAVAILABLE : CreditsProblem.API_KEY_REQUIRED),
				response);
	}

}
