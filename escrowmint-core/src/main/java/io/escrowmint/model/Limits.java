package io.escrowmint.model;

import java.time.Duration;

/**
 * Bounds that every command respects, on every engine. They are checked when a command is
 * created, so that a command which exists is valid.
 */
public final class Limits {

	/**
	 * Largest amount of an operation and largest figure of a wallet, in credits: 2^53-1,
	 * the largest whole number that a double and therefore a Redis script counts exactly.
	 */
	public static final long MAX_CREDITS = (1L << 53) - 1;

	/** Shortest time to live of a reservation or lease. */
	public static final Duration MIN_TTL = Duration.ofMillis(1);

	/** Longest time to live of a reservation or lease. */
	public static final Duration MAX_TTL = Duration.ofDays(365);

	/** Longest wallet name, id or key, in bytes of UTF-8. */
	public static final int MAX_NAME_BYTES = 256;

	/** Longest note, in code points. */
	public static final int MAX_NOTE_CHARACTERS = 240;

	/** Length of the fingerprint that goes with an HTTP idempotency key, in bytes. */
	public static final int FINGERPRINT_BYTES = 32;

	/** Largest stored response, in bytes. */
	public static final int MAX_RESPONSE_BYTES = 1 << 20;

	/** Most expired holds and leases that one touch of a wallet reclaims. */
	public static final int RECLAIM_BATCH = 128;

	/** Largest page of reservations or leases. */
	public static final int MAX_PAGE_SIZE = 1000;

	private Limits() {
	}

	/**
	 * Checks a name that commands will carry, before there is any.
	 * @param field what bears the name, for the message
	 * @param value the name
	 * @return the name
	 * @throws InvalidRequestException if it is empty, longer than
	 * {@link #MAX_NAME_BYTES}, not valid Unicode, or has a control character
	 */
	public static String name(String field, String value) {
		return Checks.name(field, value);
	}

}
