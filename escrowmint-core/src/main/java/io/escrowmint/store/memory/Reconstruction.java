package io.escrowmint.store.memory;

import java.util.List;

import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.LeaseView;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.ReservationView;
import io.escrowmint.model.Trace;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.Rebuild;
import io.escrowmint.store.WalletImage;
import io.escrowmint.store.WalletReceipt;

/**
 * Makes a wallet and its receipts from an image. Runs under the lock of the partition.
 */
final class Reconstruction {

	private final Records records;

	private final long clock;

	Reconstruction(Records records, long clock) {
		this.records = records;
		this.clock = clock;
	}

	/**
	 * Makes the wallet, under its new epoch and at seq 1.
	 * @param rebuild what it is to be
	 * @return a new wallet
	 */
	MemoryWallet wallet(Rebuild rebuild) {
		WalletImage image = rebuild.image();
		MemoryWallet wallet = Images.toWallet(image);
		long changed = (image.changedAt() != null) ? image.changedAt().toEpochMilli() : 0;
		wallet.changedAt = Math.max(this.clock, changed);
		wallet.epoch = Math.max(Math.max(rebuild.replacedEpoch(), image.epoch()) + 1, wallet.changedAt);
		wallet.rebuilt = true;
		wallet.seq = 1;
		wallet.writtenSeq = 1;
		return wallet;
	}

	static WalletEvent event(MemoryWallet wallet, Rebuild rebuild) {
		Figures before = Change.between(rebuild.change(), wallet.figures);
		return Fact.of(EventType.REBUILT)
			.open(wallet.openClaims())
			.trace(new Trace(null, rebuild.note()))
			.toEvent(wallet, before);
	}

	void remember(String wallet, List<WalletReceipt> receipts) {
		for (WalletReceipt receipt : receipts) {
			if (receipt instanceof WalletReceipt.Operation operation) {
				operation(wallet, operation);
			}
			else if (receipt instanceof WalletReceipt.Reservation reservation) {
				reservation(wallet, reservation);
			}
			else {
				lease(wallet, (WalletReceipt.Lease) receipt);
			}
		}
	}

	private void operation(String wallet, WalletReceipt.Operation told) {
		OperationId id = Images.id(told.id(), told.callerNamed());
		OperationReceipt known = this.records.operations.find(wallet, id, this.clock);
		if (known == null) {
			OperationReceipt.Request request = new OperationReceipt.Request(
					OperationReceipt.Verb.valueOf(told.verb().name()), told.amount(), told.original(), told.lease(),
					told.owner(), false);
			this.records.operations.put(wallet, id,
					new OperationReceipt(request, told.available(), told.debt(), told.unspent(), told.refunded()),
					this.clock);
		}
		else if (told.refunded() > known.refunded()) {
			this.records.operations.update(wallet, told.id(), known, known.refund(told.refunded() - known.refunded()));
		}
	}

	private void reservation(String wallet, WalletReceipt.Reservation told) {
		OperationId id = Images.id(told.id(), told.callerNamed());
		ReservationReceipt known = this.records.reservations.find(wallet, id, this.clock);
		ReservationReceipt receipt = new ReservationReceipt(id, told.status(), told.amount(), told.asked(),
				told.charged(), told.available(), told.debt(), told.late(), told.refunded(), null);
		if (known == null) {
			this.records.reservations.put(wallet, id, receipt, this.clock);
		}
		else if (told.status() == ReservationView.Status.COMMITTED) {
			if (known.status() != ReservationView.Status.COMMITTED) {
				this.records.reservations.update(wallet, told.id(), known, receipt);
			}
			else if (told.refunded() > known.refunded()) {
				this.records.reservations.update(wallet, told.id(), known,
						known.refund(told.refunded() - known.refunded()));
			}
		}
	}

	private void lease(String wallet, WalletReceipt.Lease told) {
		OperationId id = Images.id(told.id(), told.callerNamed());
		LeaseReceipt known = this.records.leases.find(wallet, id, this.clock);
		if (known == null) {
			Lease lease = new Lease(id, told.owner(), told.requested(), told.granted(), told.consumed(),
					told.reported(), told.expiry(), 0);
			this.records.leases.put(wallet, id, new LeaseReceipt(lease, told.status()), this.clock);
		}
		else if (told.status() == LeaseView.Status.EXPIRED && known.status() == LeaseView.Status.EXPIRED
				&& told.reported() > known.lease().reported()) {
			this.records.leases.update(wallet, told.id(), known, known.with(known.lease().report(told.reported())));
		}
	}

}
