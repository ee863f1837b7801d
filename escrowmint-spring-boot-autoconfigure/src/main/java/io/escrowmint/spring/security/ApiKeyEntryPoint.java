package io.escrowmint.spring.security;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/**
 * Answers 401 as problem+json to a request without a usable key that needs one.
 */
public final class ApiKeyEntryPoint implements AuthenticationEntryPoint {

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
			throws IOException {
		write(ApiKeyProblem.KEY_REQUIRED, response);
	}

	static void write(ApiKeyProblem problem, HttpServletResponse response) throws IOException {
		response.setStatus(problem.status().value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		response.setHeader(problem.header(), problem.headerValue());
		byte[] body = problem.body();
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

}
