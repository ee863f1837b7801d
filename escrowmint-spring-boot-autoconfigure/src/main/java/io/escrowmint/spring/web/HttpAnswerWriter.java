package io.escrowmint.spring.web;

import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import io.escrowmint.spring.http.HttpAnswer;
import io.escrowmint.spring.http.HttpField;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Writes an answer over whatever the response was about to become.
 */
public final class HttpAnswerWriter {

	private HttpAnswerWriter() {
	}

	/**
	 * Writes an answer.
	 * @param answer the answer
	 * @param response the response, not committed yet
	 * @throws IOException if the client cannot be reached
	 */
	public static void write(HttpAnswer answer, HttpServletResponse response) throws IOException {
		response.resetBuffer();
		response.setStatus(answer.status());
		writeFields(answer, response);
		response.setContentLength(answer.body().length());
		response.getOutputStream().write(answer.body().toArray());
	}

	private static void writeFields(HttpAnswer answer, HttpServletResponse response) {
		Set<String> written = new HashSet<>();
		for (HttpField field : answer.fields()) {
			if (field.isAdded()) {
				add(field, response);
			}
			else if (written.add(field.name().toLowerCase(Locale.ROOT))) {
				response.setHeader(field.name(), field.value());
			}
			else {
				response.addHeader(field.name(), field.value());
			}
		}
	}

	private static void add(HttpField field, HttpServletResponse response) {
		if (!response.getHeaders(field.name()).contains(field.value())) {
			response.addHeader(field.name(), field.value());
		}
	}

}
