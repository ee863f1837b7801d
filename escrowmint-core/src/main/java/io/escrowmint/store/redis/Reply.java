package io.escrowmint.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One answer of a script: a line of words, the first of which is a code, and perhaps
 * further parts.
 */
final class Reply {

	private final String line;

	private final List<?> parts;

	private final long @Nullable [] numbers;

	private final String[] words;

	private Reply(String line, List<?> parts, long @Nullable [] numbers) {
		this.line = line;
		this.parts = parts;
		this.numbers = numbers;
		this.words = (numbers != null) ? new String[] { line } : line.split(" ");
	}

	static Reply of(Object answer) {
		if (answer instanceof List<?> parts) {
			return new Reply(text(parts.get(0)), parts, null);
		}
		return new Reply(text(answer), List.of(answer), null);
	}

	/**
	 * Returns the answer of a command that was applied.
	 * @param numbers what follows the code
	 */
	static Reply applied(long... numbers) {
		return new Reply("A", List.of(), numbers);
	}

	char code() {
		return this.line.charAt(0);
	}

	/**
	 * Returns what follows the code of an error.
	 */
	String rest() {
		return (this.line.length() > 3) ? this.line.substring(3) : "";
	}

	String line() {
		return this.line;
	}

	String word(int index) {
		return this.words[index];
	}

	long number(int index) {
		return (this.numbers != null) ? this.numbers[index - 1] : Long.parseLong(this.words[index]);
	}

	boolean flag(int index) {
		return number(index) == 1;
	}

	Instant time(int index) {
		return Instant.ofEpochMilli(number(index));
	}

	@Nullable Instant timeOrNull(int index) {
		return (number(index) != 0) ? time(index) : null;
	}

	int size() {
		return this.parts.size();
	}

	byte @Nullable [] bytes(int part) {
		return (part < this.parts.size()) ? (byte[]) this.parts.get(part) : null;
	}

	String text(int part) {
		return text(this.parts.get(part));
	}

	private static String text(Object part) {
		return new String((byte[]) part, StandardCharsets.UTF_8);
	}

}
