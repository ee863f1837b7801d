package io.escrowmint.stream;

import java.util.List;

/**
 * What the event log of a store holds.
 *
 * @param frames frames in all partitions together
 * @param kept those of them that are beyond what a partition keeps without a reader: they
 * are there only because a registered reader has not acknowledged them
 * @param slowest the readers that have acknowledged least of the longest partition; empty
 * if nothing is kept for readers
 */
public record EventBacklog(long frames, long kept, List<String> slowest) {

	/** Of an empty log, or one that was not looked at yet. */
	public static final EventBacklog EMPTY = new EventBacklog(0, 0, List.of());

	public EventBacklog {
		slowest = List.copyOf(slowest);
	}

}
