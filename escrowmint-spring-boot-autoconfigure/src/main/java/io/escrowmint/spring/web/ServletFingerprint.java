package io.escrowmint.spring.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.escrowmint.model.Bytes;
import io.escrowmint.spring.http.CreditsProblem;
import io.escrowmint.spring.http.CreditsProblemException;
import io.escrowmint.spring.http.RequestFingerprint;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import org.jspecify.annotations.Nullable;

/**
 * The fingerprint of a servlet request. Of a form or multipart body that the container
 * has read, its parameters or parts are what is left of it. Containers read every
 * {@code multipart/form-data}; of other types of several parts some do, if they are asked
 * to.
 */
final class ServletFingerprint {

	private static final String FORM = "application/x-www-form-urlencoded";

	private static final String MULTIPART = "multipart/";

	private static final String FORM_DATA = "multipart/form-data";

	/** What Tomcat takes by default: a form may be longer than other bodies. */
	private static final int FORM_LIMIT = 2 * 1024 * 1024;

	private ServletFingerprint() {
	}

	/**
	 * Returns the fingerprint of a request and its payload.
	 * @param request the request
	 * @param client the name of who is logged in, if anybody is
	 * @param limit how much of the body may be unread
	 * @return 32 bytes
	 * @throws CreditsProblemException if the payload cannot be compared
	 */
	static Bytes of(ReplayableRequest request, @Nullable String client, int limit) {
		try {
			byte[] body = payload(request, limit);
			RequestFingerprint fingerprint = request.fingerprint().client(client);
			if (isOfType(request, FORM)) {
				fingerprint.parameters(parameters(request));
			}
			else if (isMultipart(request)) {
				addParts(parts(request), fingerprint);
			}
			return fingerprint.body(body);
		}
		catch (IOException | ServletException | IllegalStateException ex) {
			throw new CreditsProblemException(CreditsProblem.INVALID_IDEMPOTENCY_KEY, ex);
		}
	}

	private static byte[] payload(ReplayableRequest request, int limit) throws IOException {
		if (isOfType(request, FORM_DATA)) {
			return request.digestOfRead();
		}
		byte[] digest = isOfType(request, FORM) ? request.digestForm(Math.max(limit, FORM_LIMIT))
				: request.digest(limit);
		if (digest == null) {
			throw new CreditsProblemException(CreditsProblem.INVALID_IDEMPOTENCY_KEY, null);
		}
		return digest;
	}

	private static Map<String, List<String>> parameters(HttpServletRequest request) {
		Map<String, List<String>> parameters = new LinkedHashMap<>();
		request.getParameterMap().forEach((name, values) -> parameters.put(name, Arrays.asList(values)));
		return parameters;
	}

	private static Collection<Part> parts(HttpServletRequest request) throws IOException, ServletException {
		try {
			return request.getParts();
		}
		catch (IOException | ServletException | IllegalStateException ex) {
			if (isOfType(request, FORM_DATA)) {
				throw ex;
			}
			// Nobody has parsed it, so all of it was in the body.
			return List.of();
		}
	}

	private static void addParts(Collection<Part> parts, RequestFingerprint fingerprint) throws IOException {
		for (Part part : parts) {
			try (InputStream content = part.getInputStream()) {
				fingerprint.part(part.getName(), part.getSubmittedFileName(), DigestingInputStream.digestOf(content));
			}
		}
	}

	private static boolean isMultipart(HttpServletRequest request) {
		String type = request.getContentType();
		return type != null && type.regionMatches(true, 0, MULTIPART, 0, MULTIPART.length());
	}

	private static boolean isOfType(HttpServletRequest request, String type) {
		String actual = request.getContentType();
		return actual != null && actual.split(";", 2)[0].strip().equalsIgnoreCase(type);
	}

}
