package io.escrowmint.spring.actuate;

import java.time.Instant;
import java.util.List;

import io.escrowmint.model.Figures;
import io.escrowmint.model.LeaseView;
import io.escrowmint.model.ReservationView;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /actuator/escrowmint/<wallet>} shows. An unknown wallet is all zeros.
 *
 * @param wallet the wallet
 * @param exists whether it was ever topped up
 * @param figures its figures
 * @param epoch marks its life
 * @param seq number of its last event
 * @param earliestExpiry when the next hold or lease expires
 * @param openHolds how many holds are open
 * @param holds those that expire first
 * @param liveLeases how many leases are live
 * @param leases those that expire first
 */
public record WalletDescription(String wallet, boolean exists, Figures figures, long epoch, long seq,
		@Nullable Instant earliestExpiry, long openHolds, List<ReservationView> holds, long liveLeases,
		List<LeaseView> leases) {

}
