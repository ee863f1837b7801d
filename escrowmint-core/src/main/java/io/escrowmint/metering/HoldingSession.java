package io.escrowmint.metering;

import java.util.List;

import io.escrowmint.Metering;
import io.escrowmint.model.Trace;

/**
 * A session that knows its holds: what is said of the call is said of the first of them,
 * except for a failure, which is one of all.
 */
interface HoldingSession extends MeteringSession {

	/** What a call asks for that is let in for free. */
	Demand NOTHING = new Demand("", null, 0, Terms.DEFAULTS, null, Trace.NONE);

	/**
	 * Returns what is held at the moment.
	 * @return a copy, in the order in which it was let in
	 */
	List<MeteredHold> holds();

	private MeteredHold first() {
		return holds().stream()
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("Nothing is held for this call yet"));
	}

	@Override
	default boolean isMetered() {
		return !holds().isEmpty();
	}

	@Override
	default Metering named(String name) {
		return holds().stream()
			.filter((hold) -> hold.isNamed(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("This call holds nothing under the name '" + name + "'"));
	}

	@Override
	default String wallet() {
		return first().wallet();
	}

	@Override
	default long held() {
		return first().held();
	}

	@Override
	default long amount() {
		return first().amount();
	}

	@Override
	default void settle(long actual) {
		first().settle(actual);
	}

	@Override
	default void addCost(long more) {
		first().addCost(more);
	}

	/**
	 * Makes what is held at the moment cost nothing.
	 * @throws IllegalStateException if the call has ended or holds nothing yet, or if it
	 * came too late for one of the holds; the others cost nothing all the same
	 */
	@Override
	default void fail() {
		first();
		if (isEnded() || holds().stream().filter((hold) -> !hold.tryFail()).count() > 0) {
			throw TooLate.refusal();
		}
	}

}
