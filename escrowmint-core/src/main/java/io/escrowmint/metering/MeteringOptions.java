package io.escrowmint.metering;

import java.time.Duration;

import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Limits;

/**
 * What all metered calls of a process have in common.
 *
 * @param mode whether calls are charged
 * @param settle when a response is settled
 * @param maxCost what a single call may cost at most, 1 to 2^53-1 credits
 * @param openAllowance credits that each wallet may use uncharged per outage, 0 or more
 * @param maxLifetime how long a hold is kept alive before it is charged
 */
public record MeteringOptions(Mode mode, Settle settle, long maxCost, long openAllowance, Duration maxLifetime) {

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
