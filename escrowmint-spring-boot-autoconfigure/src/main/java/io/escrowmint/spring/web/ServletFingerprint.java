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

import org.springframework.core.NestedExceptionUtils;

/**
 * The fingerprint of a servlet request. Of a form or multipart body that the container
 * has read, its parameters or parts are what is left of it. Containers that are
 * configured to read every {@code multipart/form-data}; of other types of several parts
 * some do, if they are asked to.
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
			RequestFingerprint fingerprint = request.fingerprint().client(client);
			if (isMultipart(request)) {
				return severalParts(request, fingerprint, limit);
			}
			byte[] body = payload(request, limit);
			if (isOfType(request, FORM)) {
				fingerprint.parameters(parameters(request));
			}
			return fingerprint.body(body);
		}
		catch (IOException | ServletException | IllegalStateException ex) {
			throw new CreditsProblemException(CreditsProblem.INVALID_IDEMPOTENCY_KEY, ex);
		}
	}

	private static Bytes severalParts(ReplayableRequest request, RequestFingerprint fingerprint, int limit)
			throws IOException, ServletException {
		Collection<Part> parts = parts(request, limit);
		addParts(parts, fingerprint);
		if (!parts.isEmpty()) {
			return fingerprint.body(request.digestOfRead());
		}
		byte[] body = payload(request, limit);
		request.refuseParts();
		return fingerprint.body(body);
	}

	private static byte[] payload(ReplayableRequest request, int limit) throws IOException {
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

	private static Collection<Part> parts(ReplayableRequest request, int limit) throws IOException, ServletException {
		if (request.isParsed()) {
			return request.parsedParts();
		}
		if (isOfType(request, FORM_DATA)) {
			return request.hasRead() ? List.of() : partsOfForm(request, limit);
		}
		payload(request, limit);
		try {
			return request.parsedParts();
		}
		catch (IOException | ServletException | IllegalStateException ex) {
			// Nobody has parsed it, so all of it was in the body.
			return List.of();
		}
	}

	private static Collection<Part> partsOfForm(ReplayableRequest request, int limit)
			throws IOException, ServletException {
		try {
			return request.parseParts();
		}
		catch (ServletException | IllegalStateException ex) {
			// So says a container that is not configured to parse it, and has not touched
			// it. One that has touched it may say so as well.
			boolean refused = NestedExceptionUtils.getMostSpecificCause(ex) instanceof IllegalStateException;
			if (!refused || !request.isWhole(limit)) {
				throw ex;
			}
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
