package io.escrowmint.store.memory;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.AllocateLeaseResult;
import io.escrowmint.model.EventType;
import io.escrowmint.model.LeaseView;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.ReleaseLeaseResult;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.RenewLeaseResult;
import org.jspecify.annotations.Nullable;

/**
 * The life of a lease: allocated, renewed, released. What is spent from it is told in
 * {@link LeaseCharges}.
 */
final class Leases {

	private Leases() {
	}

	static AllocateLeaseResult allocate(Touch touch, AllocateLease command) {
		Lease live = touch.liveLease(command.id().value());
		if (live != null) {
			return again(touch, command, live);
		}
		LeaseReceipt finished = touch.records.leases.find(touch.name(), command.id(), touch.clock);
		if (finished != null) {
			return touch.refuse(command, finished.refusal(touch.name()));
		}
		long grant = Math.min(command.amount(), touch.available());
		if (grant < command.minimum()) {
			return touch.refuse(command, touch.insufficient(command.minimum()));
		}
		if (grant < command.amount() && touch.hasExpired()) {
			// what is still to be reclaimed belongs to the grant: refused here, the call
			// is repeated
			return touch.refuse(command, touch.insufficient(command.amount()));
		}
		Lease lease = new Lease(command.id(), command.owner(), command.amount(), grant, 0, 0, command.expiry(),
				touch.now + command.ttl().toMillis());
		touch.write(Change.of(touch.figures()).outflow(grant).lease(grant), Fact.granted(lease).trace(command.trace()));
		touch.wallet.leases.put(lease);
		return allocated(touch, command, lease, false);
	}

	private static AllocateLeaseResult again(Touch touch, AllocateLease command, Lease live) {
		boolean same = live.requested() == command.amount() && live.owner().equals(command.owner())
				&& live.policy() == command.expiry();
		return same ? allocated(touch, command, live, true)
				: touch.refuse(command, new Refusal.IdempotencyConflict(touch.name(), live.name(), live.requested()));
	}

	private static AllocateLeaseResult allocated(Touch touch, AllocateLease command, Lease lease, boolean replayed) {
		return new AllocateLeaseResult.Allocated(touch.name(), command.id(), lease.granted(), lease.unspent(),
				lease.expiresAt(), touch.available(), replayed);
	}

	static RenewLeaseResult renew(Touch touch, RenewLease command) {
		Lease live = touch.liveLease(command.id());
		if (live == null) {
			return touch.refuse(command, notLive(touch, command.id()));
		}
		if (!live.owner().equals(command.owner())) {
			return touch.refuse(command, notOwner(touch, live, command.owner()));
		}
		Lease renewed = live.until(Math.max(live.expiry(), touch.now + command.ttl().toMillis()));
		boolean changed = renewed.expiry() != live.expiry();
		if (changed) {
			touch.write(Change.of(touch.figures()),
					Fact.of(EventType.LEASE_RENEWED, live).expiresAt(renewed.expiresAt()).trace(command.trace()));
			touch.wallet.leases.put(renewed);
		}
		return new RenewLeaseResult.Renewed(touch.name(), live.name(), live.unspent(), renewed.expiresAt(),
				touch.available(), changed);
	}

	static ReleaseLeaseResult release(Touch touch, ReleaseLease command) {
		Lease live = touch.liveLease(command.id());
		if (live == null) {
			Refusal refusal = notLive(touch, command.id());
			buryUnknown(touch, command.id(), refusal);
			return touch.refuse(command, refusal);
		}
		if (!live.owner().equals(command.owner())) {
			return touch.refuse(command, notOwner(touch, live, command.owner()));
		}
		long unspent = live.unspent();
		touch.write(Change.of(touch.figures()).lease(-unspent).inflow(unspent),
				Fact.of(EventType.LEASE_RELEASED, live).trace(command.trace()));
		touch.wallet.leases.remove(live);
		touch.records.leases.put(touch.name(), live.id(), new LeaseReceipt(live, LeaseView.Status.RELEASED),
				touch.clock);
		return new ReleaseLeaseResult.Released(touch.name(), live.name(), unspent, touch.available());
	}

	private static void buryUnknown(Touch touch, String id, Refusal refusal) {
		// a refusal that will be repeated must not meet its own tombstone
		if (refusal instanceof Refusal.LeaseNotFound && !touch.hasExpired()) {
			touch.records.leases.bury(touch.name(), id, LeaseReceipt.tombstone(OperationId.of(id)), touch.clock);
		}
	}

	static Refusal notLive(Touch touch, String id) {
		LeaseReceipt finished = receipt(touch, id);
		return (finished != null) ? finished.refusal(touch.name()) : new Refusal.LeaseNotFound(touch.name(), id);
	}

	static Refusal notOwner(Touch touch, Lease lease, String owner) {
		return new Refusal.LeaseOwnerMismatch(touch.name(), lease.name(), owner);
	}

	static @Nullable LeaseReceipt receipt(Touch touch, String id) {
		return touch.records.leases.find(touch.name(), id, touch.clock);
	}

}
