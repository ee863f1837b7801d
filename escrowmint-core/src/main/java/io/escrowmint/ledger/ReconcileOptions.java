package io.escrowmint.ledger;

import java.time.Duration;

import io.escrowmint.model.InvalidRequestException;

/**
 * How the store is held against the ledger.
 *
 * @param interval time between two looks
 * @param pageSize wallets that one look compares
 * @param repair whether what is wrong is repaired, or reported only
 * @param parallelism wallets that are compared or repaired at once
 */
public record ReconcileOptions(Duration interval, int pageSize, boolean repair, int parallelism) {

	/** The shipped defaults. */
	public static final ReconcileOptions DEFAULTS = new ReconcileOptions(Duration.ofSeconds(1), 100, true, 4);

	public ReconcileOptions {
		if (interval.toMillis() < 1) {
			throw new InvalidRequestException("ledger.verify.interval", interval, "must be 1 ms or more");
		}
		if (pageSize < 1) {
			throw new InvalidRequestException("ledger.verify.page-size", pageSize, "must be 1 or more");
		}
		if (parallelism < 1) {
			throw new InvalidRequestException("ledger.verify.parallelism", parallelism, "must be 1 or more");
		}
	}

}
