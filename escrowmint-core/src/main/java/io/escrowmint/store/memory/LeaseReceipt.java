package io.escrowmint.store.memory;

import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.LeaseView;
import io.escrowmint.model.LeaseView.Status;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Refusal;

/**
 * What is remembered of a finished lease, or of an id that was released before it was
 * used.
 *
 * @param lease the lease as it was at its end
 * @param status how it ended
 */
record LeaseReceipt(Lease lease, Status status) implements Receipt {

	static LeaseReceipt tombstone(OperationId id) {
		return new LeaseReceipt(new Lease(id, "", 0, 0, 0, 0, LeaseExpiry.RETURN, 0), Status.RELEASED);
	}

	LeaseReceipt with(Lease lease) {
		return new LeaseReceipt(lease, this.status);
	}

	/**
	 * Returns the refusal of whatever needs the lease live.
	 * @param wallet the wallet
	 * @return the refusal
	 */
	Refusal refusal(String wallet) {
		return (this.status == Status.EXPIRED) ? new Refusal.LeaseExpired(wallet, this.lease.name())
				: new Refusal.LeaseReleased(wallet, this.lease.name());
	}

	LeaseView toView(String wallet) {
		return this.lease.toView(wallet, this.status);
	}

}
