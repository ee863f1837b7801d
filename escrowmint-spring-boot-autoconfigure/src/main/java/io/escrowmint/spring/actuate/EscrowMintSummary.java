package io.escrowmint.spring.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.escrowmint.lease.LeaseExposure;
import io.escrowmint.metering.MeteringBacklog;
import io.escrowmint.metering.MeteringOptions;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /actuator/escrowmint} shows.
 *
 * @param store where wallets are kept
 * @param partitions into how many partitions they are spread
 * @param metering metered calls; absent if nothing is metered
 * @param leases the leases of this instance; absent if there can be none
 * @param sweeper the sweeper of this instance; absent if the store needs none
 * @param circuits where each circuit around the store stands
 * @param warnings what an operator should change
 */
public record EscrowMintSummary(String store, int partitions, @Nullable Metering metering, @Nullable Leasing leases,
		@Nullable Sweeping sweeper, Map<String, String> circuits, List<String> warnings) {

	/**
	 * Metered calls of this instance.
	 *
	 * @param mode whether calls are charged
	 * @param settle when a response is settled
	 * @param backlog what is still to be settled, and what never will be
	 */
	public record Metering(MeteringOptions.Mode mode, MeteringOptions.Settle settle, MeteringBacklog backlog) {

	}

	/**
	 * The leases of this instance.
	 *
	 * @param running whether leases are acquired; if not, the leased path asks the store
	 * @param exposure what lies here
	 */
	public record Leasing(boolean running, LeaseExposure exposure) {

	}

	/**
	 * The sweeper of this instance.
	 *
	 * @param running whether it runs by itself
	 * @param lag how long the earliest due wallet was overdue at the last sweep
	 * @param reclaimed holds and leases that it has reclaimed
	 * @param failed wallets and partitions that it could not sweep
	 */
	public record Sweeping(boolean running, Duration lag, long reclaimed, long failed) {

	}

}
