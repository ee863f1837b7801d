package io.escrowmint.metering;

import java.time.Duration;

/**
 * Hears what happens to metered calls, for metrics. Called on whatever thread it happens,
 * so it must be quick and thread-safe; what it throws is dropped. Nothing it hears names
 * a wallet or key.
 */
public interface MeteringListener {

	/** Hears nothing. */
	MeteringListener NONE = new MeteringListener() {
	};

	/**
	 * A call was let in or turned away. Not called for a shadow.
	 * @param admission the answer
	 */
	default void decided(Admission admission) {
	}

	/**
	 * A call that held something has ended.
	 * @param kind how
	 * @param elapsed since it was let in
	 */
	default void ended(Ending.Kind kind, Duration elapsed) {
	}

	/**
	 * The end of a hold is known. Called once for each hold.
	 * @param settlement how it ended
	 */
	default void settled(Settlement settlement) {
	}

	/**
	 * A settle had no answer, and is repeated.
	 */
	default void settleRepeated() {
	}

	/**
	 * Holds were kept alive.
	 * @param holds how many
	 */
	default void extended(int holds) {
	}

	/**
	 * A call runs uncharged because the store is away.
	 * @param cost what it would have held
	 */
	default void allowed(long cost) {
	}

	/**
	 * A shadow was compared with its wallet.
	 * @param verdict what would have happened, such as {@code charged} or
	 * {@code insufficient_credits}
	 * @param cost what it would have cost
	 */
	default void shadowed(String verdict, long cost) {
	}

}
