package io.escrowmint.apikey;

import java.util.LinkedHashMap;
import java.util.Map;

import io.escrowmint.model.InvalidRequestException;

/**
 * A flat JSON object: names with strings, numbers, truth values or null. Own code because
 * the core has no JSON library, and this is all of JSON that an export needs.
 */
final class JsonLine {

	private static final String ESCAPES = "\"\"\\\\//b\bf\fn\nr\rt\t";

	private final String text;

	private int at;

	JsonLine(String text) {
		this.text = text;
	}

	/**
	 * Writes a string.
	 */
	static void quote(String value, StringBuilder out) {
		out.append('"');
		for (int index = 0; index < value.length(); index++) {
			char c = value.charAt(index);
			if (c == '"' || c == '\\') {
				out.append('\\').append(c);
			}
			else if (c < ' ' || c == '\u2028' || c == '\u2029' || c == '\u0085') {
				out.append("\\u%04x".formatted((int) c));
			}
			else {
				out.append(c);
			}
		}
		out.append('"');
	}

	/**
	 * Reads the object; a field that is null is absent.
	 * @throws InvalidRequestException if it is not one
	 */
	Map<String, String> fields() {
		Map<String, String> fields = new LinkedHashMap<>();
		expect('{');
		if (!next('}')) {
			do {
				String name = string();
				expect(':');
				value(name, fields);
			}
			while (next(','));
			expect('}');
		}
		blanks();
		if (this.at != this.text.length()) {
			throw wrong();
		}
		return fields;
	}

	private void value(String name, Map<String, String> fields) {
		blanks();
		if (this.at < this.text.length() && this.text.charAt(this.at) == '"') {
			fields.put(name, string());
			return;
		}
		int begin = this.at;
		while (this.at < this.text.length() && ",} ".indexOf(this.text.charAt(this.at)) < 0) {
			this.at++;
		}
		String word = this.text.substring(begin, this.at);
		if (!word.matches("null|true|false|-?[0-9.eE+-]+")) {
			throw wrong();
		}
		if (!word.equals("null")) {
			fields.put(name, word);
		}
	}

	private String string() {
		expect('"');
		StringBuilder value = new StringBuilder();
		while (true) {
			char c = take();
			if (c == '"') {
				return value.toString();
			}
			value.append((c == '\\') ? escaped() : c);
		}
	}

	private char escaped() {
		char c = take();
		if (c == 'u') {
			try {
				this.at += 4;
				return (char) Integer.parseInt(this.text, this.at - 4, this.at, 16);
			}
			catch (IndexOutOfBoundsException | NumberFormatException ex) {
				throw wrong();
			}
		}
		for (int index = 0; index < ESCAPES.length(); index += 2) {
			if (ESCAPES.charAt(index) == c) {
				return ESCAPES.charAt(index + 1);
			}
		}
		throw wrong();
	}

	private void expect(char c) {
		if (!next(c)) {
			throw wrong();
		}
	}

	private boolean next(char c) {
		blanks();
		if (this.at < this.text.length() && this.text.charAt(this.at) == c) {
			this.at++;
			return true;
		}
		return false;
	}

	private void blanks() {
		while (this.at < this.text.length() && " \t".indexOf(this.text.charAt(this.at)) >= 0) {
			this.at++;
		}
	}

	private char take() {
		if (this.at == this.text.length()) {
			throw wrong();
		}
		return this.text.charAt(this.at++);
	}

	private static InvalidRequestException wrong() {
		return new InvalidRequestException("line", "(not shown)", "must be a JSON object");
	}

}
