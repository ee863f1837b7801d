package io.escrowmint.spring.webflux;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;

/**
 * Writes a form that was parsed once more, for whoever reads its body.
 */
final class FormBody {

	private FormBody() {
	}

	/**
	 * Returns a body that is parsed to the same form.
	 * @param form the form
	 * @param type what the request says of its body
	 * @return the body; other characters than in the first one may be encoded
	 */
	static byte[] of(MultiValueMap<String, String> form, @Nullable MediaType type) {
		Charset charset = (type != null && type.getCharset() != null) ? type.getCharset() : StandardCharsets.UTF_8;
		List<String> fields = new ArrayList<>();
		form.forEach((name, values) -> values.forEach((value) -> fields.add(field(name, value, charset))));
		return String.join("&", fields).getBytes(charset);
	}

	private static String field(String name, @Nullable String value, Charset charset) {
		String encoded = URLEncoder.encode(name, charset);
		return (value != null) ? encoded + "=" + URLEncoder.encode(value, charset) : encoded;
	}

}
