package io.escrowmint.stream;

import org.jspecify.annotations.Nullable;

/**
 * The state of processors in tests: how many numbers it has seen, and their sum.
 *
 * @param count how many
 * @param sum of all
 */
record Tally(long count, long sum) {

	static Tally add(@Nullable Tally before, long number) {
		return (before != null) ? new Tally(before.count + 1, before.sum + number) : new Tally(1, number);
	}

}
