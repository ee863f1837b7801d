package io.escrowmint.model;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The rules of {@link Limits}, as guards for compact constructors.
 */
final class Checks {

	private Checks() {
	}

	static long amount(String field, long value) {
		if (value <= 0 || value > Limits.MAX_CREDITS) {
			throw new InvalidRequestException(field, value, "must be between 1 and " + Limits.MAX_CREDITS + " credits");
		}
		return value;
	}

	static long amountOrZero(String field, long value) {
		if (value < 0 || value > Limits.MAX_CREDITS) {
			throw new InvalidRequestException(field, value, "must be between 0 and " + Limits.MAX_CREDITS + " credits");
		}
		return value;
	}

	static Duration ttl(Duration value) {
		if (value.compareTo(Limits.MIN_TTL) < 0 || value.compareTo(Limits.MAX_TTL) > 0) {
			throw new InvalidRequestException("ttl", value, "must be between 1 ms and 365 days");
		}
		return value;
	}

	static String name(String field, String value) {
		if (!isPlain(value)) {
			unicodeName(field, value);
		}
		return value;
	}

	/** Most names are: ASCII one can see, so that a byte is a character. */
	private static boolean isPlain(String value) {
		for (int index = 0; index < value.length(); index++) {
			char character = value.charAt(index);
			if (character < ' ' || character > '~') {
				return false;
			}
		}
		return !value.isEmpty() && value.length() <= Limits.MAX_NAME_BYTES;
	}

	private static void unicodeName(String field, String value) {
		int bytes = utf8Length(field, value);
		if (bytes == 0 || bytes > Limits.MAX_NAME_BYTES) {
			throw new InvalidRequestException(field, value,
					"must be 1 to " + Limits.MAX_NAME_BYTES + " bytes of UTF-8, but is " + bytes);
		}
		if (value.codePoints().anyMatch(Character::isISOControl)) {
			throw new InvalidRequestException(field, value, "must not contain control characters");
		}
	}

	static @Nullable String optionalName(String field, @Nullable String value) {
		return (value != null) ? name(field, value) : null;
	}

	static @Nullable String note(@Nullable String value) {
		if (value == null || value.isEmpty()) {
			return null;
		}
		utf8Length("note", value);
		if (value.codePointCount(0, value.length()) > Limits.MAX_NOTE_CHARACTERS) {
			throw new InvalidRequestException("note", value,
					"must not be longer than " + Limits.MAX_NOTE_CHARACTERS + " characters");
		}
		return value;
	}

	private static int utf8Length(String field, String value) {
		try {
			return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value)).remaining();
		}
		catch (CharacterCodingException ex) {
			throw new InvalidRequestException(field, "(text with an unpaired surrogate)", "must be valid Unicode");
		}
	}

}
