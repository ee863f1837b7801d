package io.escrowmint.jdbc;

import java.time.Duration;

/**
 * How often a transaction is tried, and what lies between.
 *
 * @param attempts how often at most, the first included
 * @param firstPause the pause before the second attempt; it doubles with each attempt and
 * varies at random, so that two that collided do not meet again
 * @param longestPause the longest pause
 */
public record RetryOptions(int attempts, Duration firstPause, Duration longestPause) {

	/** Ten attempts, from 10 ms to a second. */
	public static final RetryOptions DEFAULTS = new RetryOptions(10, Duration.ofMillis(10), Duration.ofSeconds(1));

	/**
	 * Checks the parts.
	 */
	public RetryOptions {
		if (attempts < 1) {
			throw new IllegalArgumentException("Invalid attempts %d: must be 1 or more".formatted(attempts));
		}
		if (firstPause.toMillis() < 1) {
			throw new IllegalArgumentException("Invalid first pause %s: must be 1 ms or more".formatted(firstPause));
		}
		if (longestPause.compareTo(firstPause) < 0) {
			throw new IllegalArgumentException(
					"Invalid longest pause %s: must be the first, %s, or more".formatted(longestPause, firstPause));
		}
	}

}
