package io.escrowmint.apikey;

import java.time.Instant;
import java.util.regex.Pattern;

import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Limits;
import io.escrowmint.model.Query;
import org.jspecify.annotations.Nullable;

/**
 * What ids, labels and keys may look like, as guards. None of them ever quotes a key.
 */
final class ApiKeyRules {

	static final int MAX_SECRET_LENGTH = 512;

	private static final int MIN_SECRET_LENGTH = 8;

	private static final Instant EARLIEST = Instant.ofEpochMilli(1);

	private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

	private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

	private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-]{0,32}");

	private ApiKeyRules() {
	}

	static String id(String id) {
		if (!isId(id)) {
			throw new InvalidRequestException("id", "(not shown)",
					"must be 1 to 64 letters, digits, dots, dashes and underscores");
		}
		return id;
	}

	static boolean isId(String id) {
		return ID.matcher(id).matches();
	}

	static String wallet(String wallet) {
		return new Query.OfWallet(wallet).wallet();
	}

	static String label(String label) {
		if (label.codePointCount(0, label.length()) > Limits.MAX_NOTE_CHARACTERS || label.codePoints()
			.anyMatch((c) -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
			throw new InvalidRequestException("label", printable(label), "must be valid Unicode of at most "
					+ Limits.MAX_NOTE_CHARACTERS + " characters, without control characters");
		}
		return label;
	}

	static String hash(String hash) {
		if (!HASH.matcher(hash).matches()) {
			throw new InvalidRequestException("hash", "(not shown)", "must be 64 hexadecimal digits in lower case");
		}
		return hash;
	}

	static @Nullable Instant time(String field, @Nullable Instant time) {
		if (time != null && (time.isBefore(EARLIEST) || time.isAfter(LATEST))) {
			throw new InvalidRequestException(field, time, "must be between 1970 and 9999");
		}
		return time;
	}

	static String prefix(String prefix) {
		if (!PREFIX.matcher(prefix).matches()) {
			throw new InvalidRequestException("api-keys.prefix", printable(prefix),
					"must be at most 32 letters, digits, dashes and underscores");
		}
		return prefix;
	}

	static String secret(String secret) {
		if (secret.length() < MIN_SECRET_LENGTH || !isPossible(secret)) {
			throw new InvalidRequestException("secret", "(not shown)", "must be " + MIN_SECRET_LENGTH + " to "
					+ MAX_SECRET_LENGTH + " visible ASCII characters without spaces");
		}
		return secret;
	}

	/**
	 * Tells whether a text could be a key at all. What a client sends is refused here
	 * before it costs a hash.
	 */
	static boolean isPossible(String secret) {
		return !secret.isEmpty() && secret.length() <= MAX_SECRET_LENGTH
				&& secret.chars().allMatch((c) -> c > ' ' && c < 0x7f);
	}

	private static String printable(String text) {
		String start = (text.length() > 64) ? text.substring(0, 64) + "..." : text;
		return start.replaceAll("[^\\x20-\\x7e]", "?");
	}

}
