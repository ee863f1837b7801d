package io.escrowmint.store.memory;

import io.escrowmint.model.EventType;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.LeaseView;
import io.escrowmint.model.Limits;
import io.escrowmint.model.ReservationView;

/**
 * Ends what has expired.
 */
final class Reclaim {

	private Reclaim() {
	}

	/**
	 * Reclaims what has expired, earliest first, up to the bound of one touch.
	 * @param touch the wallet
	 */
	static void batch(Touch touch) {
		for (int count = 0; count < Limits.RECLAIM_BATCH; count++) {
			Claim earliest = touch.wallet.earliest();
			if (earliest == null || !earliest.isExpired(touch.now)) {
				return;
			}
			of(touch, earliest);
		}
	}

	/**
	 * Reclaims one claim.
	 * @param touch the wallet
	 * @param claim an expired claim
	 */
	static void of(Touch touch, Claim claim) {
		if (claim instanceof Hold hold) {
			hold(touch, hold);
		}
		else {
			lease(touch, (Lease) claim);
		}
		touch.countReclaimed();
	}

	private static void hold(Touch touch, Hold hold) {
		touch.write(Change.of(touch.figures()).hold(-hold.amount()).inflow(hold.amount()),
				Fact.of(EventType.EXPIRED).id(hold.id()).expiresAt(hold.expiresAt()));
		touch.wallet.holds.remove(hold);
		touch.records.reservations.put(touch.name(), hold.id(),
				ReservationReceipt.of(hold, ReservationView.Status.EXPIRED), touch.clock);
		HttpKeys.free(touch, hold);
	}

	private static void lease(Touch touch, Lease lease) {
		long unspent = lease.unspent();
		Change change = Change.of(touch.figures()).lease(-unspent);
		Fact fact = Fact.of(EventType.LEASE_EXPIRED, lease).expiresAt(lease.expiresAt());
		if (lease.policy() == LeaseExpiry.BURN) {
			touch.write(change.spend(unspent), fact.charged(unspent));
		}
		else {
			touch.write(change.inflow(unspent), fact);
		}
		touch.wallet.leases.remove(lease);
		touch.records.leases.put(touch.name(), lease.id(), new LeaseReceipt(lease, LeaseView.Status.EXPIRED),
				touch.clock);
	}

}
