package io.escrowmint.store.memory;

import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.LeaseView;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.WalletEvent;

/**
 * A live lease, or what a finished one was.
 *
 * @param id the lease
 * @param owner who owns it
 * @param requested the amount that was asked for
 * @param granted the amount that was given
 * @param consumed what was charged to it by consume
 * @param reported the highest total that was reported
 * @param policy what becomes of the unspent part at expiry
 * @param expiry when it expires, in ms
 */
record Lease(OperationId id, String owner, long requested, long granted, long consumed, long reported,
		LeaseExpiry policy, long expiry) implements Claim {

	long unspent() {
		return this.granted - this.consumed - this.reported;
	}

	Lease until(long expiry) {
		return new Lease(this.id, this.owner, this.requested, this.granted, this.consumed, this.reported, this.policy,
				expiry);
	}

	Lease consume(long amount) {
		return new Lease(this.id, this.owner, this.requested, this.granted, this.consumed + amount, this.reported,
				this.policy, this.expiry);
	}

	Lease report(long total) {
		return new Lease(this.id, this.owner, this.requested, this.granted, this.consumed, total, this.policy,
				this.expiry);
	}

	@Override
	public boolean isLease() {
		return true;
	}

	@Override
	public WalletEvent.Claim toEntry() {
		return new WalletEvent.Claim(true, name(), this.id.isCallerNamed(), this.granted, expiresAt(), this.owner,
				this.consumed, this.reported, this.policy);
	}

	LeaseView toView(String wallet, LeaseView.Status status) {
		return new LeaseView(wallet, name(), this.owner, status, this.granted, this.consumed, this.reported,
				this.policy, (status == LeaseView.Status.LIVE) ? expiresAt() : null);
	}

}
