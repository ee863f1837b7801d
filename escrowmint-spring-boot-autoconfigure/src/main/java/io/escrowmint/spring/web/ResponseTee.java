package io.escrowmint.spring.web;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.escrowmint.model.Bytes;
import io.escrowmint.spring.http.HttpField;
import io.escrowmint.spring.http.StoredResponse;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Copies a response for the repeats of its request, as long as it is not too large and
 * not streamed, that is, written outside of a dispatch. Headers that were there before
 * the metered method ran are not its own: whoever set them sets them again. Looks at the
 * headers as long as they can change, which they can behind the body, and not any more
 * once the container has added its own.
 */
final class ResponseTee {

	static final String LANGUAGE = "Content-Language";

	private final int maxBody;

	private final Set<HttpField> before;

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	private @Nullable List<HttpField> fields;

	private @Nullable Locale locale;

	private boolean lost;

	ResponseTee(int maxBody, HttpServletResponse response) {
		this.maxBody = maxBody;
		this.before = new HashSet<>(fields(response));
	}

	synchronized void wrote(byte[] bytes, int offset, int length, HttpServletResponse response, boolean streamed) {
		if (streamed || this.body.size() + length > this.maxBody) {
			lose();
		}
		if (!this.lost) {
			if (this.fields == null || !response.isCommitted()) {
				this.fields = fields(response);
			}
			this.body.write(bytes, offset, length);
		}
	}

	/**
	 * Looks at the headers of what was written, before they are sent.
	 * @param response the response
	 */
	synchronized void flushes(HttpServletResponse response) {
		if (this.fields != null && !this.lost && !response.isCommitted()) {
			this.fields = fields(response);
		}
	}

	/**
	 * Forgets the headers, but not the body: a redirect has added its own.
	 */
	synchronized void redirected() {
		this.fields = null;
	}

	/**
	 * Notes the language that the container will send.
	 * @param locale of the response, if there is no header yet that says it
	 */
	synchronized void localized(@Nullable Locale locale) {
		this.locale = locale;
	}

	/**
	 * Gives up: not all of the response can be seen.
	 */
	synchronized void lose() {
		this.lost = true;
		this.body.reset();
	}

	synchronized void reset() {
		this.fields = null;
		this.lost = false;
		this.body.reset();
	}

	/**
	 * Returns what to keep.
	 * @param response the response, at its end
	 * @param broken whether the client went away: then the handler may not have written
	 * everything
	 * @return the response or that there is none to show
	 */
	synchronized StoredResponse stored(HttpServletResponse response, boolean broken) {
		int status = response.getStatus();
		if (this.lost || (broken && !isWhole(response))) {
			return new StoredResponse.NotKept(status);
		}
		List<HttpField> seen = this.fields;
		List<HttpField> own = (seen != null && (broken || response.isCommitted())) ? seen : fields(response);
		return new StoredResponse.Kept(status, own.stream().filter((field) -> !this.before.contains(field)).toList(),
				Bytes.of(this.body.toByteArray()));
	}

	private boolean isWhole(HttpServletResponse response) {
		return Integer.toString(this.body.size()).equals(response.getHeader("Content-Length"));
	}

	private List<HttpField> fields(HttpServletResponse response) {
		List<HttpField> fields = new ArrayList<>();
		String type = response.getContentType();
		if (type != null) {
			fields.add(new HttpField("Content-Type", type));
		}
		for (String name : new HashSet<>(response.getHeaderNames())) {
			if (!name.equalsIgnoreCase("Content-Type") && StoredResponse.isKept(name)) {
				response.getHeaders(name).forEach((value) -> fields.add(new HttpField(name, value)));
			}
		}
		Locale set = this.locale;
		// Of a response that was reset since, it is another one.
		if (set != null && set.equals(response.getLocale()) && !response.containsHeader(LANGUAGE)) {
			fields.add(new HttpField(LANGUAGE, set.toLanguageTag()));
		}
		return fields;
	}

}
