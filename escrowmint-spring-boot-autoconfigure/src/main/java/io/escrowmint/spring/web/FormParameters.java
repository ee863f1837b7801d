package io.escrowmint.spring.web;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The parameters of a form whose body was read before the container could: those of the
 * query first, as the Servlet specification orders them (3.1).
 *
 * @param values the values by name
 */
record FormParameters(Map<String, String[]> values) {

	/**
	 * Parses a form.
	 * @param query the parameters of the query
	 * @param body the form
	 * @param encoding of the body, absent if the client named none
	 * @return the parameters
	 * @throws IllegalStateException if the form cannot be read
	 */
	static FormParameters of(Map<String, String[]> query, byte[] body, @Nullable String encoding) {
		Charset charset = (encoding != null) ? Charset.forName(encoding) : StandardCharsets.UTF_8;
		Map<String, List<String>> values = new LinkedHashMap<>();
		query.forEach((name, known) -> values.put(name, new ArrayList<>(List.of(known))));
		try {
			for (String pair : new String(body, charset).split("&")) {
				add(values, pair, charset);
			}
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException("The form cannot be read", ex);
		}
		Map<String, String[]> result = new LinkedHashMap<>();
		values.forEach((name, all) -> result.put(name, all.toArray(String[]::new)));
		return new FormParameters(Collections.unmodifiableMap(result));
	}

	private static void add(Map<String, List<String>> values, String pair, Charset charset) {
		if (!pair.isEmpty()) {
			String[] parts = pair.split("=", 2);
			String value = (parts.length > 1) ? URLDecoder.decode(parts[1], charset) : "";
			values.computeIfAbsent(URLDecoder.decode(parts[0], charset), (name) -> new ArrayList<>()).add(value);
		}
	}

}
