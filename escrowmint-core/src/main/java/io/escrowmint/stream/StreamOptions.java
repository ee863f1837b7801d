package io.escrowmint.stream;

import java.time.Duration;

import io.escrowmint.model.InvalidRequestException;

/**
 * How a container reads and what it does about failures.
 *
 * @param block how long a read waits for entries; shorter than the command timeout
 * @param poll pause between two looks at a source that cannot wait
 * @param batch messages that are handled in one commit at most
 * @param poison what becomes of a message that cannot be handled
 * @param maxDeliveries how often a message is tried before it counts as poison
 * @param backoffMin pause after a first failure
 * @param backoffMax pause after many failures
 * @param ownership for how long others leave a processor alone that its owner did not
 * give up; a tenth longer than a batch takes
 * @param claimAfter after how long an entry that nobody has acknowledged is taken over by
 * another consumer of the group; longer than a handler takes and than {@code backoffMax},
 * because a longer pause ends with it
 * @param maxBehind for how long a container may not have come to the end of its stream
 * before its health says so
 * @param maxBacklog how many entries may wait for a container before its health says so
 * @param trim whether the stream is cut below what every known reader of it has done:
 * processors of the same prefix, and all groups; not used for the store's events, which
 * always are
 */
public record StreamOptions(Duration block, Duration poll, int batch, PoisonPolicy poison, int maxDeliveries,
		Duration backoffMin, Duration backoffMax, Duration ownership, Duration claimAfter, Duration maxBehind,
		long maxBacklog, boolean trim) {

	private static final Duration MOMENT = Duration.ofMillis(1);

	private static final int MAX_BATCH = 4_096;

	private static final long MAX_BACKLOG = 100_000;

	/** As shipped. */
	public static final StreamOptions DEFAULTS = new StreamOptions(Duration.ofSeconds(1), Duration.ofMillis(100), 64,
			PoisonPolicy.DEAD_LETTER, 3, Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofSeconds(10),
			Duration.ofSeconds(30), Duration.ofMinutes(1));

	public StreamOptions {
		require(block, "block");
		require(poll, "poll");
		require(backoffMin, "backoff-min");
		require(backoffMax, "backoff-max");
		require(ownership, "ownership");
		require(claimAfter, "claim-after");
		require(maxBehind, "max-behind");
		require(maxBacklog >= 1, "max-backlog", maxBacklog, "must be 1 or more");
		require(batch >= 1 && batch <= MAX_BATCH, "batch", batch, "must be between 1 and " + MAX_BATCH);
		require(maxDeliveries >= 1, "max-deliveries", maxDeliveries, "must be 1 or more");
		require(backoffMax.compareTo(backoffMin) >= 0, "backoff-max", backoffMax,
				"must be backoff-min (" + backoffMin + ") or more");
		require(ownership.compareTo(block.multipliedBy(2)) >= 0, "ownership", ownership,
				"must be twice block (" + block + ") or more");
	}

	/**
	 * Creates options of streams that the application cuts itself.
	 * @param block how long a read waits for entries
	 * @param poll pause between two looks
	 * @param batch messages that are handled in one commit at most
	 * @param poison what becomes of a message that cannot be handled
	 * @param maxDeliveries how often a message is tried
	 * @param backoffMin pause after a first failure
	 * @param backoffMax pause after many failures
	 * @param ownership for how long others leave a processor alone
	 * @param claimAfter after how long an entry is taken over
	 * @param maxBehind for how long a container may be behind
	 */
	public StreamOptions(Duration block, Duration poll, int batch, PoisonPolicy poison, int maxDeliveries,
			Duration backoffMin, Duration backoffMax, Duration ownership, Duration claimAfter, Duration maxBehind) {
		this(block, poll, batch, poison, maxDeliveries, backoffMin, backoffMax, ownership, claimAfter, maxBehind,
				MAX_BACKLOG, false);
	}

	/**
	 * Returns these options with another bound of what may wait.
	 * @param maxBacklog entries
	 * @return new options
	 */
	public StreamOptions withMaxBacklog(long maxBacklog) {
		return new StreamOptions(this.block, this.poll, this.batch, this.poison, this.maxDeliveries, this.backoffMin,
				this.backoffMax, this.ownership, this.claimAfter, this.maxBehind, maxBacklog, this.trim);
	}

	/**
	 * Returns these options with or without cutting.
	 * @param trim whether the stream is cut
	 * @return new options
	 */
	public StreamOptions withTrim(boolean trim) {
		return new StreamOptions(this.block, this.poll, this.batch, this.poison, this.maxDeliveries, this.backoffMin,
				this.backoffMax, this.ownership, this.claimAfter, this.maxBehind, this.maxBacklog, trim);
	}

	/**
	 * Returns these options with another batch.
	 * @param batch messages in one commit at most
	 * @return new options
	 */
	public StreamOptions withBatch(int batch) {
		return new StreamOptions(this.block, this.poll, batch, this.poison, this.maxDeliveries, this.backoffMin,
				this.backoffMax, this.ownership, this.claimAfter, this.maxBehind, this.maxBacklog, this.trim);
	}

	/**
	 * Returns these options with another policy.
	 * @param poison what becomes of poison
	 * @param maxDeliveries how often a message is tried
	 * @return new options
	 */
	public StreamOptions withPoison(PoisonPolicy poison, int maxDeliveries) {
		return new StreamOptions(this.block, this.poll, this.batch, poison, maxDeliveries, this.backoffMin,
				this.backoffMax, this.ownership, this.claimAfter, this.maxBehind, this.maxBacklog, this.trim);
	}

	/**
	 * Returns how long to leave between two looks at what waits: each costs a call.
	 */
	Duration lookout() {
		return this.ownership.dividedBy(10);
	}

	private static void require(Duration value, String field) {
		require(value.compareTo(MOMENT) >= 0, field, value, "must be 1 ms or more");
	}

	private static void require(boolean valid, String field, Object value, String rule) {
		if (!valid) {
			throw new InvalidRequestException("streams." + field, value, rule);
		}
	}

}
