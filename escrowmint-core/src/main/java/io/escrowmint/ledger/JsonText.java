package io.escrowmint.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Builds JSON. Everything outside printable ASCII that a parser or a terminal could
 * stumble over is escaped: control characters, the line ends of Unicode, and surrogates
 * without their other half.
 */
final class JsonText {

	private final StringBuilder json = new StringBuilder(512);

	JsonText open() {
		separate();
		this.json.append('{');
		return this;
	}

	JsonText open(String name) {
		name(name).json.append('{');
		return this;
	}

	JsonText openList(String name) {
		name(name).json.append('[');
		return this;
	}

	JsonText close() {
		this.json.append('}');
		return this;
	}

	JsonText closeList() {
		this.json.append(']');
		return this;
	}

	/**
	 * A number or a flag; nothing if it is absent.
	 */
	JsonText plain(String name, @Nullable Object value) {
		if (value != null) {
			name(name).json.append(value);
		}
		return this;
	}

	/**
	 * A text; nothing if it is absent.
	 */
	JsonText text(String name, @Nullable Object value) {
		if (value != null) {
			name(name).quoted(value.toString());
		}
		return this;
	}

	@Override
	public String toString() {
		return this.json.toString();
	}

	private JsonText name(String name) {
		separate();
		return quoted(name).colon();
	}

	private JsonText colon() {
		this.json.append(':');
		return this;
	}

	private void separate() {
		if (!this.json.isEmpty() && "{[:".indexOf(this.json.charAt(this.json.length() - 1)) < 0) {
			this.json.append(',');
		}
	}

	private JsonText quoted(String text) {
		this.json.append('"');
		text.codePoints().forEach(this::character);
		this.json.append('"');
		return this;
	}

	private void character(int character) {
		switch (character) {
			case '"' -> this.json.append("\\\"");
			case '\\' -> this.json.append("\\\\");
			case '\n' -> this.json.append("\\n");
			case '\r' -> this.json.append("\\r");
			case '\t' -> this.json.append("\\t");
			default -> {
				if (Character.isISOControl(character) || isLineEnd(character) || isLoneSurrogate(character)) {
					this.json.append("\\u%04x".formatted(character));
				}
				else {
					this.json.appendCodePoint(character);
				}
			}
		}
	}

	private static boolean isLineEnd(int character) {
		return character == 0x2028 || character == 0x2029;
	}

	private static boolean isLoneSurrogate(int character) {
		return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
	}

}
