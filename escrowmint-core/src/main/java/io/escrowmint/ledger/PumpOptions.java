package io.escrowmint.ledger;

import java.time.Duration;

import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Limits;

/**
 * How events are landed.
 *
 * @param reader the name under which the pump reads, in the store and in the ledger, 1 to
 * 256 bytes of UTF-8 without control characters
 * @param batchSize events that one transaction lands, about; for twice as many the
 * process needs memory
 * @param pollInterval time between two looks at a partition that has events
 * @param maxPollInterval time between two looks at a partition that has none
 * @param watchInterval time between two looks at what other processes land; after twice
 * this time they are taken over from
 * @param backoffMin pause after a first failure
 * @param backoffMax pause after many failures
 * @param refusedRetry longest pause between two tries of entries that the database has
 * refused; the first is a second
 */
public record PumpOptions(String reader, int batchSize, Duration pollInterval, Duration maxPollInterval,
		Duration watchInterval, Duration backoffMin, Duration backoffMax, Duration refusedRetry) {

	/** The shipped defaults. */
	public static final PumpOptions DEFAULTS = new PumpOptions("ledger", 4000, Duration.ofMillis(50),
			Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofMillis(50), Duration.ofSeconds(5),
			Duration.ofMinutes(1));

	public PumpOptions {
		Limits.name("ledger.pump.reader", reader);
		if (batchSize < 1) {
			throw new InvalidRequestException("ledger.pump.batch-size", batchSize, "must be 1 or more");
		}
		requireOrder("ledger.pump.poll-interval", pollInterval, "ledger.pump.max-poll-interval", maxPollInterval);
		requireOrder("ledger.pump.backoff-min", backoffMin, "ledger.pump.backoff-max", backoffMax);
		if (watchInterval.toMillis() < 1) {
			throw new InvalidRequestException("ledger.pump.watch-interval", watchInterval, "must be 1 ms or more");
		}
		if (refusedRetry.toMillis() < 1) {
			throw new InvalidRequestException("ledger.pump.refused-retry", refusedRetry, "must be 1 ms or more");
		}
	}

	private static void requireOrder(String lowName, Duration low, String highName, Duration high) {
		if (low.toMillis() < 1) {
			throw new InvalidRequestException(lowName, low, "must be 1 ms or more");
		}
		if (high.compareTo(low) < 0) {
			throw new InvalidRequestException(highName, high, "must not be less than escrowmint." + lowName);
		}
	}

	/**
	 * Returns these options with other times.
	 * @param poll time between two looks at a partition, with events and at most
	 * @param watch time between two looks at other processes
	 * @param backoff pause after failures, at most
	 * @return a copy
	 */
	public PumpOptions withTimes(Duration poll, Duration watch, Duration backoff) {
		return new PumpOptions(this.reader, this.batchSize, poll, poll, watch, poll, backoff, this.refusedRetry);
	}

	/**
	 * Returns these options with another name.
	 * @param reader the name under which the pump reads
	 * @return a copy
	 */
	public PumpOptions withReader(String reader) {
		return new PumpOptions(reader, this.batchSize, this.pollInterval, this.maxPollInterval, this.watchInterval,
				this.backoffMin, this.backoffMax, this.refusedRetry);
	}

	/**
	 * Returns these options with another size of batches.
	 * @param batchSize events that one transaction lands, about
	 * @return a copy
	 */
	public PumpOptions withBatchSize(int batchSize) {
		return new PumpOptions(this.reader, batchSize, this.pollInterval, this.maxPollInterval, this.watchInterval,
				this.backoffMin, this.backoffMax, this.refusedRetry);
	}

	/**
	 * Returns these options with another pause before refused entries are tried again.
	 * @param refusedRetry the longest pause
	 * @return a copy
	 */
	public PumpOptions withRefusedRetry(Duration refusedRetry) {
		return new PumpOptions(this.reader, this.batchSize, this.pollInterval, this.maxPollInterval, this.watchInterval,
				this.backoffMin, this.backoffMax, refusedRetry);
	}

}
