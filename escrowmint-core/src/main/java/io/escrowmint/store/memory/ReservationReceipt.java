package io.escrowmint.store.memory;

import io.escrowmint.model.CommitResult;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReservationView;
import io.escrowmint.model.ReservationView.Status;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a finished reservation, or of an id that was canceled before it
 * was used.
 *
 * @param id the reservation
 * @param status how it ended
 * @param amount what it held
 * @param asked of a commit: the amount that was asked for
 * @param charged of a commit: the amount that was charged
 * @param available of a commit: what the wallet had available afterwards
 * @param debt of a commit: what the wallet owed afterwards
 * @param late whether the commit came after expiry
 * @param refunded what was refunded of the charge
 * @param http the HTTP key that it claimed, which a late commit finishes
 */
record ReservationReceipt(OperationId id, Status status, long amount, long asked, long charged, long available,
		long debt, boolean late, long refunded, @Nullable HttpClaim http) implements Receipt {

	static ReservationReceipt tombstone(OperationId id) {
		return new ReservationReceipt(id, Status.CANCELED, 0, 0, 0, 0, 0, false, 0, null);
	}

	static ReservationReceipt of(Hold hold, Status status) {
		return new ReservationReceipt(hold.id(), status, hold.amount(), 0, 0, 0, 0, false, 0, hold.http());
	}

	ReservationReceipt commit(CommitResult.Committed answer) {
		return new ReservationReceipt(this.id, Status.COMMITTED, this.amount, answer.asked(), answer.charged(),
				answer.available(), answer.debt(), answer.late(), 0, this.http);
	}

	ReservationReceipt refund(long more) {
		return new ReservationReceipt(this.id, this.status, this.amount, this.asked, this.charged, this.available,
				this.debt, this.late, this.refunded + more, this.http);
	}

	CommitResult.Committed firstAnswer(String wallet) {
		return new CommitResult.Committed(wallet, this.id.value(), this.asked, this.charged, this.available, this.debt,
				this.late, true);
	}

	/**
	 * Returns the refusal of whatever needs the reservation open.
	 * @param wallet the wallet
	 * @return the refusal
	 */
	Refusal refusal(String wallet) {
		String name = this.id.value();
		if (this.status == Status.COMMITTED) {
			return new Refusal.ReservationCommitted(wallet, name, firstAnswer(wallet));
		}
		if (this.status == Status.EXPIRED) {
			return new Refusal.ReservationExpired(wallet, name, this.amount);
		}
		return new Refusal.ReservationCanceled(wallet, name, this.amount);
	}

	ReservationView toView(String wallet) {
		return new ReservationView(wallet, this.id.value(), this.status, this.amount, this.charged, this.late,
				this.refunded, null);
	}

}
