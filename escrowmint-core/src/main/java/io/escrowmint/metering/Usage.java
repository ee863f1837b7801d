package io.escrowmint.metering;

import java.util.function.UnaryOperator;

import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Limits;

/**
 * What a call says of its own use, until it ends. Thread-safe: each change is one step
 * under one lock.
 */
final class Usage {

	private final long held;

	private Said said = new Said(-1, 0, false);

	private boolean closed;

	Usage(long held) {
		this.held = held;
	}

	synchronized long amount() {
		return amount(this.said);
	}

	/**
	 * Returns what was said so far.
	 * @param otherwise what counts if nothing was
	 * @return credits
	 */
	synchronized long settled(long otherwise) {
		return this.said.isSilent() ? otherwise : Math.max(this.said.settled, 0) + this.said.added;
	}

	synchronized boolean isFailed() {
		return this.said.failed;
	}

	void settle(long actual, Guard guard) {
		check("actual", actual);
		say((said) -> new Said(actual, 0, said.failed), guard);
	}

	void add(long more, Guard guard) {
		check("more", more);
		say((said) -> new Said(said.settled, said.added + more, said.failed), guard);
	}

	/**
	 * Makes the call cost nothing, whatever else is said.
	 * @return {@code false} if nothing more is taken
	 */
	synchronized boolean fail() {
		if (!this.closed) {
			this.said = new Said(this.said.settled, this.said.added, true);
		}
		return !this.closed;
	}

	/**
	 * Takes nothing more.
	 */
	synchronized void close() {
		this.closed = true;
	}

	private synchronized void say(UnaryOperator<Said> change, Guard guard) {
		if (this.closed) {
			throw TooLate.refusal();
		}
		Said next = change.apply(this.said);
		long amount = amount(next);
		check("amount", amount);
		guard.check(amount);
		this.said = next;
	}

	private long amount(Said what) {
		return ((what.settled >= 0) ? what.settled : this.held) + what.added;
	}

	private static void check(String field, long value) {
		if (value < 0 || value > Limits.MAX_CREDITS) {
			throw new InvalidRequestException(field, value, "must be between 0 and " + Limits.MAX_CREDITS + " credits");
		}
	}

	/**
	 * Refuses an amount by throwing.
	 */
	interface Guard {

		void check(long amount);

	}

	/**
	 * The last values.
	 *
	 * @param settled what {@code settle} said, -1 if it was not called
	 * @param added what {@code addCost} said since
	 * @param failed whether {@code fail} was called
	 */
	private record Said(long settled, long added, boolean failed) {

		boolean isSilent() {
			return this.settled < 0 && this.added == 0;
		}

	}

}
