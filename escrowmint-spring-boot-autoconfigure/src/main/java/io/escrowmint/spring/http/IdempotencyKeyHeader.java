package io.escrowmint.spring.http;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads the header {@code Idempotency-Key} of
 * draft-ietf-httpapi-idempotency-key-header-07: a quoted string of RFC 9651, or the same
 * characters without the quotes, which is what most clients send. Both forms of a key are
 * the same key.
 */
public final class IdempotencyKeyHeader {

	/** The name of the header. */
	public static final String NAME = "Idempotency-Key";

	/** The longest key, in characters. */
	public static final int LONGEST = 255;

	private IdempotencyKeyHeader() {
	}

	/**
	 * Reads a key.
	 * @param values the values of the header, one for each time that it was sent
	 * @return the key, {@code null} if the header was not sent
	 * @throws CreditsProblemException if it was sent more than once, or is no key
	 */
	public static @Nullable String read(List<String> values) {
		if (values.isEmpty()) {
			return null;
		}
		String text = values.get(0).strip();
		String key = text.startsWith("\"") ? unquoted(text) : bare(text);
		if (values.size() > 1 || key == null) {
			throw new CreditsProblemException(CreditsProblem.INVALID_IDEMPOTENCY_KEY, null);
		}
		return check(key);
	}

	/**
	 * Checks a key that does not come from the header.
	 * @param key the key
	 * @return the key
	 * @throws CreditsProblemException if it is empty, too long, or has other characters
	 * than those of printable ASCII
	 */
	public static String check(String key) {
		boolean printable = key.chars().allMatch((character) -> character >= 0x20 && character <= 0x7e);
		if (key.isBlank() || key.length() > LONGEST || !printable) {
			throw new CreditsProblemException(CreditsProblem.INVALID_IDEMPOTENCY_KEY, null);
		}
		return key;
	}

	// A comma stands between the values of a header that was sent twice, a semicolon
	// before parameters, of which the draft defines none.
	private static @Nullable String bare(String text) {
		boolean plain = text.chars().noneMatch((character) -> " \",;\\".indexOf(character) >= 0);
		return plain ? text : null;
	}

	private static @Nullable String unquoted(String text) {
		StringBuilder key = new StringBuilder(text.length());
		int end = text.length() - 1;
		for (int i = 1; i < end; i++) {
			char character = text.charAt(i);
			if (character == '\\') {
				character = text.charAt(++i);
				if (i == end || (character != '"' && character != '\\')) {
					return null;
				}
			}
			else if (character == '"') {
				return null;
			}
			key.append(character);
		}
		return (end > 0 && text.charAt(end) == '"') ? key.toString() : null;
	}

}
