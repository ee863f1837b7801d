package io.escrowmint.spring.web;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The parameters of a form whose body was read before the container could. Those that the
 * container has come first, as the Servlet specification orders them (3.1): of the query,
 * and of a path that the request is forwarded to (9.1.1).
 *
 * @param posted the values of the body by name
 */
record FormParameters(Map<String, List<String>> posted) {

	/**
	 * Parses a form.
	 * @param body the form
	 * @param encoding of the body, absent if the client named none
	 * @return its parameters
	 * @throws IllegalStateException if the form cannot be read
	 */
	static FormParameters of(byte[] body, @Nullable String encoding) {
		Charset charset = (encoding != null) ? Charset.forName(encoding) : StandardCharsets.UTF_8;
		Map<String, List<String>> values = new LinkedHashMap<>();
		try {
			for (String pair : new String(body, charset).split("&")) {
				add(values, pair, charset);
			}
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException("The form cannot be read", ex);
		}
		return new FormParameters(values);
	}

	private static void add(Map<String, List<String>> values, String pair, Charset charset) {
		if (!pair.isEmpty()) {
			String[] parts = pair.split("=", 2);
			String value = (parts.length > 1) ? URLDecoder.decode(parts[1], charset) : "";
			values.computeIfAbsent(URLDecoder.decode(parts[0], charset), (name) -> new ArrayList<>()).add(value);
		}
	}

	/**
	 * Adds the parameters to those of the container.
	 * @param others what the container has at the moment
	 * @return all of them
	 */
	Map<String, String[]> behind(Map<String, String[]> others) {
		Map<String, String[]> all = new LinkedHashMap<>(others);
		this.posted.forEach((name, values) -> all.merge(name, values.toArray(String[]::new), FormParameters::joined));
		return Collections.unmodifiableMap(all);
	}

	private static String[] joined(String[] first, String[] rest) {
		String[] all = Arrays.copyOf(first, first.length + rest.length);
		System.arraycopy(rest, 0, all, first.length, rest.length);
		return all;
	}

}
