package io.escrowmint.metering;

import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.Trace;
import org.jspecify.annotations.Nullable;

/**
 * One hold that a metered call asks for, with everything resolved.
 *
 * @param name tells the holds of one call apart; empty if it has none
 * @param wallet who pays; absent if nobody could be found
 * @param cost credits, 0 to 2^53-1
 * @param terms how the hold is kept and settled
 * @param http the idempotency key to claim with the hold, if there is one
 * @param trace what goes into the events
 */
public record Demand(String name, @Nullable String wallet, long cost, Terms terms, @Nullable HttpClaim http,
		Trace trace) {

}
