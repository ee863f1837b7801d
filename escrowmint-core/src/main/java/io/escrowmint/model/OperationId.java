package io.escrowmint.model;

import java.io.Serializable;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Identity of one operation, scoped to its wallet. The store applies one identity at most
 * once. Operation keys, reservation ids, lease ids and HTTP keys are four namespaces that
 * never meet.
 *
 * @param value the name, 1 to 256 bytes of UTF-8 without control characters
 * @param origin who chose it; {@link Origin#LIBRARY} is for what {@link #generate()} has
 * made, because such an id is looked for among the library's own only
 */
public record OperationId(String value, Origin origin) implements Serializable {

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int RANDOM_BYTES = 15;

	public OperationId {
		Checks.name("id", value);
	}

	/**
	 * Returns an identity that the caller chose.
	 * @param value the name
	 * @return the identity
	 * @throws InvalidRequestException if the name is not allowed
	 */
	public static OperationId of(String value) {
		return new OperationId(value, Origin.CALLER);
	}

	/**
	 * Makes a new identity of 120 random bits.
	 * @return an identity that no other call returns
	 */
	public static OperationId generate() {
		byte[] bytes = new byte[RANDOM_BYTES];
		RANDOM.nextBytes(bytes);
		return new OperationId(Base64.getUrlEncoder().encodeToString(bytes), Origin.LIBRARY);
	}

	/**
	 * Tells whether the caller chose the name.
	 * @return {@code true} for {@link Origin#CALLER}
	 */
	public boolean isCallerNamed() {
		return this.origin == Origin.CALLER;
	}

}
