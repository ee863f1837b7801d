package io.escrowmint.store;

import java.time.Duration;

import io.escrowmint.model.InvalidRequestException;

/**
 * What every store needs to know, whatever it is built on.
 *
 * @param timeout how long a call may take, retries included; 1 ms or more
 * @param idempotencyTtl how long what callers named is remembered, at least; at most
 * twice as long
 * @param receiptTtl how long what the library named is remembered, at least; at most
 * twice as long
 * @param partitions into how many partitions wallets are spread, 1 to 16384; fixed for
 * the life of a store
 * @param eventsMaxLength frames that a partition keeps while it has no reader, about
 */
public record StoreOptions(Duration timeout, Duration idempotencyTtl, Duration receiptTtl, int partitions,
		long eventsMaxLength) {

	/** Of the timeout, what a caller needs to hear of it. */
	private static final int SHARE_OF_THE_ANSWER = 10;

	private static final Duration LONGEST_ANSWER = Duration.ofMillis(200);

	/** The shipped defaults. */
	public static final StoreOptions DEFAULTS = new StoreOptions(Duration.ofSeconds(2), Duration.ofHours(24),
			Duration.ofMinutes(10), 64, 10_000);

	public StoreOptions {
		positive("timeout", timeout);
		positive("idempotency-ttl", idempotencyTtl);
		positive("receipt-ttl", receiptTtl);
		if (partitions < 1 || partitions > 16384) {
			throw new InvalidRequestException("partitions", partitions, "must be between 1 and 16384");
		}
		if (eventsMaxLength < 1) {
			throw new InvalidRequestException("events.max-length", eventsMaxLength, "must be 1 or more");
		}
	}

	/**
	 * Returns how long a call waits for the server. The timeout is the caller's: its last
	 * tenth, at most 200 ms, is left for the answer, so that a request that waits in vain
	 * is answered within it.
	 * @return the timeout without the time of the answer
	 */
	public Duration patience() {
		Duration answer = this.timeout.dividedBy(SHARE_OF_THE_ANSWER);
		return this.timeout.minus((answer.compareTo(LONGEST_ANSWER) < 0) ? answer : LONGEST_ANSWER);
	}

	/**
	 * Returns a copy with another timeout.
	 * @param timeout how long a call may take
	 * @return the copy
	 */
	public StoreOptions withTimeout(Duration timeout) {
		return new StoreOptions(timeout, this.idempotencyTtl, this.receiptTtl, this.partitions, this.eventsMaxLength);
	}

	/**
	 * Returns a copy with other retention times.
	 * @param idempotencyTtl for what callers named
	 * @param receiptTtl for what the library named
	 * @return the copy
	 */
	public StoreOptions withRetention(Duration idempotencyTtl, Duration receiptTtl) {
		return new StoreOptions(this.timeout, idempotencyTtl, receiptTtl, this.partitions, this.eventsMaxLength);
	}

	/**
	 * Returns a copy with another number of partitions.
	 * @param partitions 1 to 16384
	 * @return the copy
	 */
	public StoreOptions withPartitions(int partitions) {
		return new StoreOptions(this.timeout, this.idempotencyTtl, this.receiptTtl, partitions, this.eventsMaxLength);
	}

	/**
	 * Returns a copy with another length of a partition without readers.
	 * @param eventsMaxLength frames, about
	 * @return the copy
	 */
	public StoreOptions withEventsMaxLength(long eventsMaxLength) {
		return new StoreOptions(this.timeout, this.idempotencyTtl, this.receiptTtl, this.partitions, eventsMaxLength);
	}

	private static void positive(String field, Duration value) {
		if (value.toMillis() < 1) {
			throw new InvalidRequestException(field, value, "must be 1 ms or more");
		}
	}

}
