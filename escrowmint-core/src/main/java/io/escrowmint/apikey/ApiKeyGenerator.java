package io.escrowmint.apikey;

import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * Makes keys: {@code <prefix><id>_<secret>}. The id has 12 and the secret 43 letters and
 * digits; the secret holds 256 random bits. The prefix lets humans and scanners recognize
 * a key, and the id lets them name it without showing it. Thread-safe.
 */
final class ApiKeyGenerator {

	private static final char[] DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();

	private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length);

	private static final int SECRET_BITS = 256;

	private static final int SECRET_LENGTH = 43;

	private static final int ID_LENGTH = 12;

	private final SecureRandom random = new SecureRandom();

	private final String prefix;

	ApiKeyGenerator(String prefix) {
		this.prefix = prefix;
	}

	String id() {
		char[] id = new char[ID_LENGTH];
		for (int index = 0; index < ID_LENGTH; index++) {
			id[index] = DIGITS[this.random.nextInt(DIGITS.length)];
		}
		return new String(id);
	}

	String secret(String id) {
		BigInteger number = new BigInteger(SECRET_BITS, this.random);
		char[] digits = new char[SECRET_LENGTH];
		for (int index = SECRET_LENGTH - 1; index >= 0; index--) {
			BigInteger[] parts = number.divideAndRemainder(BASE);
			digits[index] = DIGITS[parts[1].intValue()];
			number = parts[0];
		}
		return this.prefix + id + '_' + new String(digits);
	}

}
