package io.escrowmint.metering;

import java.time.Duration;

import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Limits;
import io.escrowmint.store.StoreOptions;

/**
 * What all metered calls of a process have in common.
 *
 * @param mode whether calls are charged
 * @param settle when a response is settled
 * @param maxCost what a single call may cost at most, 1 to 2^53-1 credits
 * @param openAllowance credits that each wallet may use uncharged per outage, 0 or more
 * @param maxLifetime how long a hold is kept alive before it is charged
 * @param patience how long a call waits for the store until it is let in, counted from
 * the beginning of its request; half of it is the store's in any case
 */
public record MeteringOptions(Mode mode, Settle settle, long maxCost, long openAllowance, Duration maxLifetime,
		Duration patience) {

	/** The shipped defaults. */
	public static final MeteringOptions DEFAULTS = new MeteringOptions(Mode.ENFORCE, Settle.ASYNC, Limits.MAX_CREDITS,
			100, Duration.ofMinutes(15));

	public MeteringOptions {
		if (maxCost < 1 || maxCost > Limits.MAX_CREDITS) {
			throw new InvalidRequestException("metered.max-cost", maxCost,
					"must be between 1 and " + Limits.MAX_CREDITS + " credits");
		}
		if (openAllowance < 0 || openAllowance > Limits.MAX_CREDITS) {
			throw new InvalidRequestException("metered.open-allowance", openAllowance,
					"must be between 0 and " + Limits.MAX_CREDITS + " credits");
		}
		if (maxLifetime.toMillis() < 1) {
			throw new InvalidRequestException("metered.max-lifetime", maxLifetime, "must be 1 ms or more");
		}
		if (patience.isNegative() || patience.isZero()) {
			throw new InvalidRequestException("metered.patience", patience, "must be more than nothing");
		}
	}

	/**
	 * Creates options with the patience of a store with the shipped defaults.
	 * @param mode whether calls are charged
	 * @param settle when a response is settled
	 * @param maxCost what a single call may cost at most, 1 to 2^53-1 credits
	 * @param openAllowance credits that each wallet may use uncharged per outage
	 * @param maxLifetime how long a hold is kept alive before it is charged
	 */
	public MeteringOptions(Mode mode, Settle settle, long maxCost, long openAllowance, Duration maxLifetime) {
		this(mode, settle, maxCost, openAllowance, maxLifetime, StoreOptions.DEFAULTS.patience());
	}

	/**
	 * Returns a copy with another patience.
	 * @param patience how long a call waits for the store until it is let in
	 * @return the copy
	 */
	public MeteringOptions withPatience(Duration patience) {
		return new MeteringOptions(this.mode, this.settle, this.maxCost, this.openAllowance, this.maxLifetime,
				patience);
	}

	/**
	 * Whether calls are charged.
	 */
	public enum Mode {

		/** Calls are charged, and do not run unpaid. */
		ENFORCE,

		/** Nothing is held, charged or refused; what would have happened is counted. */
		SHADOW

	}

	/**
	 * When a response is settled.
	 */
	public enum Settle {

		/** Beside the response, which does not wait. */
		ASYNC,

		/** Before the response ends, as far as its kind allows. */
		SYNC

	}

}
