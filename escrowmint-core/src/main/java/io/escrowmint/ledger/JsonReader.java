package io.escrowmint.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that {@link JsonText} writes: objects, lists, text, whole numbers and
 * flags, without blanks between them. Not thread-safe.
 */
final class JsonReader {

	private final String json;

	private int at;

	private JsonReader(String json) {
		this.json = json;
	}

	/**
	 * Reads an object.
	 * @throws IllegalArgumentException if the text is none
	 */
	static JsonObject read(String json) {
		JsonReader reader = new JsonReader(json.strip());
		try {
			if (reader.value() instanceof JsonObject object && reader.at == reader.json.length()) {
				return object;
			}
		}
		catch (IndexOutOfBoundsException ex) {
			throw reader.failure();
		}
		throw reader.failure();
	}

	private Object value() {
		return switch (this.json.charAt(this.at)) {
			case '{' -> object();
			case '[' -> list();
			case '"' -> text();
			case 't' -> word("true", true);
			case 'f' -> word("false", false);
			default -> number();
		};
	}

	private JsonObject object() {
		Map<String, Object> values = new LinkedHashMap<>();
		expect('{');
		while (!ends('}')) {
			String name = text();
			expect(':');
			values.put(name, value());
		}
		return new JsonObject(values);
	}

	private List<Object> list() {
		List<Object> values = new ArrayList<>();
		expect('[');
		while (!ends(']')) {
			values.add(value());
		}
		return values;
	}

	/** Passes the end, or the comma before the next value. */
	private boolean ends(char end) {
		char next = this.json.charAt(this.at);
		if (next == end || next == ',') {
			this.at++;
		}
		return next == end;
	}

	private String text() {
		StringBuilder text = new StringBuilder();
		expect('"');
		for (char next = next(); next != '"'; next = next()) {
			text.append((next == '\\') ? escaped() : next);
		}
		return text.toString();
	}

	private char escaped() {
		char escape = next();
		return switch (escape) {
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 't' -> '\t';
			case 'u' -> {
				this.at += 4;
				yield (char) Integer.parseInt(this.json.substring(this.at - 4, this.at), 16);
			}
			default -> escape;
		};
	}

	private Long number() {
		int begin = this.at;
		while (this.at < this.json.length() && "-0123456789".indexOf(this.json.charAt(this.at)) >= 0) {
			this.at++;
		}
		try {
			return Long.valueOf(this.json.substring(begin, this.at));
		}
		catch (NumberFormatException ex) {
			throw failure();
		}
	}

	private Boolean word(String word, boolean value) {
		if (!this.json.startsWith(word, this.at)) {
			throw failure();
		}
		this.at += word.length();
		return value;
	}

	private char next() {
		return this.json.charAt(this.at++);
	}

	private void expect(char expected) {
		if (next() != expected) {
			throw failure();
		}
	}

	/** Without the text, which names a wallet. */
	private IllegalArgumentException failure() {
		return new IllegalArgumentException("Not the JSON of an entry: unexpected character at " + this.at);
	}

	/**
	 * An object that was read.
	 *
	 * @param values what it has, by name
	 */
	record JsonObject(Map<String, Object> values) {

		@Nullable String text(String name) {
			return (String) this.values.get(name);
		}

		@Nullable Long number(String name) {
			return (Long) this.values.get(name);
		}

		boolean flag(String name) {
			return Boolean.TRUE.equals(this.values.get(name));
		}

		@Nullable JsonObject object(String name) {
			return (JsonObject) this.values.get(name);
		}

		List<JsonObject> objects(String name) {
			List<?> list = (List<?>) this.values.getOrDefault(name, List.of());
			return list.stream().map(JsonObject.class::cast).toList();
		}

		String requiredText(String name) {
			return required(name, text(name));
		}

		long requiredNumber(String name) {
			return required(name, number(name));
		}

		JsonObject requiredObject(String name) {
			return required(name, object(name));
		}

		private static <T> T required(String name, @Nullable T value) {
			if (value == null) {
				throw new IllegalArgumentException("Not the JSON of an entry: " + name + " is missing");
			}
			return value;
		}

	}

}
