package io.escrowmint.metering;

import java.time.Duration;

import io.escrowmint.DisconnectPolicy;
import io.escrowmint.MeteringPath;
import io.escrowmint.UnavailablePolicy;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.Overrun;

/**
 * How a hold is kept and settled.
 *
 * @param ttl time to live of the hold; extended at half of it
 * @param commitOn the statuses that are charged
 * @param overrun what to do if more was used than is held
 * @param late what to do if the hold has expired
 * @param onUnavailable what to do while the store cannot be reached; never
 * {@code DEFAULT}
 * @param onDisconnect what to charge if the client goes away; never {@code DEFAULT}
 * @param path where it is held; never {@code DEFAULT}
 */
public record Terms(Duration ttl, StatusRanges commitOn, Overrun overrun, LateCommit late,
		UnavailablePolicy onUnavailable, DisconnectPolicy onDisconnect, MeteringPath path) {

	/** The shipped defaults. */
	public static final Terms DEFAULTS = new Terms(Duration.ofSeconds(30), StatusRanges.DEFAULT, Overrun.CLAMP,
			LateCommit.CHARGE, UnavailablePolicy.CLOSED, DisconnectPolicy.CHARGE, MeteringPath.DIRECT);

}
