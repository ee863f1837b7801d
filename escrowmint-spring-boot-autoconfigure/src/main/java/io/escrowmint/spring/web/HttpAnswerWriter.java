package io.escrowmint.spring.web;

import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import io.escrowmint.spring.http.HttpAnswer;
import io.escrowmint.spring.http.HttpField;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.util.WebUtils;

/**
 * Writes an answer over whatever the response was about to become.
 */
public final class HttpAnswerWriter {

	private HttpAnswerWriter() {
	}

	/**
	 * Writes an answer. A replay is written where its bytes were taken, so that no filter
	 * transforms it again.
	 * @param answer the answer
	 * @param response the response, not committed yet
	 * @throws IOException if the client cannot be reached
	 */
	public static void write(HttpAnswer answer, HttpServletResponse response) throws IOException {
		response.resetBuffer();
		response.setStatus(answer.status());
		HttpServletResponse taken = answer.replay() ? taken(response) : response;
		writeFields(answer, taken);
		taken.setContentLength(answer.body().length());
		if (taken != response) {
			// Filters that have something to add to the headers hear of the end of them.
			response.flushBuffer();
		}
		taken.getOutputStream().write(answer.body().toArray());
	}

	private static HttpServletResponse taken(HttpServletResponse response) {
		HttpServletResponse watched = WebUtils.getNativeResponse(response, WatchedResponse.class);
		return (watched != null) ? watched : response;
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
