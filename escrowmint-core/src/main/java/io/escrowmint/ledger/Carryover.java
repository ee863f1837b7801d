package io.escrowmint.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.LeaseView;
import io.escrowmint.model.ReservationView.Status;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.OpenClaim;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.WalletImage;
import io.escrowmint.store.WalletReceipt;
import org.jspecify.annotations.Nullable;

/**
 * Adds what a store did that had forgotten a part of a wallet, as if it came after that
 * part. Every charge counts; what a client repeated under its key, reservation or lease
 * because the store no longer knew it counts once, as long as the store would have
 * remembered it. What is then missing is debt. Not thread-safe.
 */
final class Carryover {

	private final FoldedWallet folded;

	private final StoreOptions options;

	private final List<String> remarks = new ArrayList<>();

	Carryover(FoldedWallet folded, StoreOptions options) {
		this.folded = folded;
		this.options = options;
	}

	List<String> remarks() {
		return this.remarks;
	}

	void add(WalletImage image) {
		this.folded.granted += image.figures().granted();
		this.folded.spent += image.figures().spent();
		for (OpenClaim claim : image.open()) {
			if (claim instanceof OpenClaim.Hold hold) {
				this.folded.holds.put(hold.id(), hold);
			}
			else {
				this.folded.leases.put(claim.id(), (OpenClaim.Lease) claim);
			}
		}
	}

	void add(WalletEvent event) {
		switch (event.type()) {
			case CREATED, REBUILT -> {
			}
			case SNAPSHOT -> snapshot(event);
			case TOPPED_UP, WITHDRAWN, CONSUMED, REFUNDED -> operation(event);
			case RESERVED -> reserve(event);
			case EXTENDED -> this.folded.extend(event);
			case COMMITTED -> commit(event);
			case CANCELED -> finish(event, Status.CANCELED);
			case EXPIRED -> finish(event, Status.EXPIRED);
			case LEASE_GRANTED -> allocate(event);
			case LEASE_CONSUMED -> consume(event);
			case LEASE_RENEWED -> this.folded.renew(event);
			case LEASE_RELEASED -> end(event, LeaseView.Status.RELEASED);
			case LEASE_EXPIRED -> end(event, LeaseView.Status.EXPIRED);
		}
	}

	private void snapshot(WalletEvent event) {
		this.folded.granted += event.after().granted();
		this.folded.spent += event.after().spent();
		for (WalletEvent.Claim claim : event.open()) {
			if (claim.lease()) {
				this.folded.leases.put(claim.id(),
						new OpenClaim.Lease(claim.id(), claim.callerNamed(), String.valueOf(claim.owner()),
								claim.amount(), claim.amount(), claim.consumed(), claim.reported(),
								(claim.expiry() != null) ? claim.expiry() : LeaseExpiry.RETURN, claim.expiresAt()));
			}
			else {
				this.folded.holds.put(claim.id(),
						new OpenClaim.Hold(claim.id(), claim.callerNamed(), claim.amount(), claim.expiresAt(), null));
			}
		}
	}

	private void operation(WalletEvent event) {
		WalletReceipt.Operation receipt = Receipts.operation(event, 0);
		if (receipt != null && isRepeat(receipt)) {
			return;
		}
		this.folded.granted += event.change().granted();
		this.folded.spent += event.change().spent();
		this.folded.refund(event.original(), -event.change().spent());
		if (receipt != null) {
			this.folded.operations.put(receipt.id(), receipt);
		}
	}

	private boolean isRepeat(WalletReceipt.Operation receipt) {
		WalletReceipt.Operation known = this.folded.operations.get(receipt.id());
		boolean repeat = known != null && isRemembered(known, receipt.time()) && known.verb() == receipt.verb()
				&& known.amount() == receipt.amount();
		if (repeat) {
			this.remarks.add("key '" + receipt.id() + "' was applied again and counts once");
		}
		return repeat;
	}

	private boolean isKnown(@Nullable WalletReceipt receipt, WalletEvent event) {
		return receipt != null && isRemembered(receipt, event.time());
	}

	/** A store remembers for twice the time to live at most. */
	private boolean isRemembered(WalletReceipt receipt, Instant now) {
		Duration ttl = receipt.callerNamed() ? this.options.idempotencyTtl() : this.options.receiptTtl();
		return !now.isAfter(receipt.time().plus(ttl.multipliedBy(2)));
	}

	private void reserve(WalletEvent event) {
		String id = FoldedWallet.id(event);
		if (isKnown(this.folded.reservations.get(id), event)) {
			this.remarks.add("reservation '" + id + "' was made again after its end");
		}
		else {
			this.folded.holds.putIfAbsent(id, Receipts.hold(event));
		}
	}

	private void commit(WalletEvent event) {
		String id = FoldedWallet.id(event);
		OpenClaim.Hold hold = this.folded.holds.remove(id);
		if (hold == null && this.folded.isCharged(id) && isKnown(this.folded.reservations.get(id), event)) {
			this.remarks.add("reservation '" + id + "' was charged again and counts once");
			return;
		}
		this.folded.spent += Receipts.orZero(event.charged());
		long amount = (hold != null) ? hold.amount() : Math.max(0, -event.change().held());
		this.folded.reservations.put(id, Receipts.committed(event, amount));
	}

	private void finish(WalletEvent event, Status status) {
		OpenClaim.Hold hold = this.folded.holds.remove(FoldedWallet.id(event));
		if (hold != null) {
			this.folded.reservations.put(hold.id(), Receipts.finished(event, status, hold.amount()));
		}
	}

	private void allocate(WalletEvent event) {
		String id = FoldedWallet.id(event);
		if (isKnown(this.folded.finishedLeases.get(id), event)) {
			this.remarks.add("lease '" + id + "' was granted again after its end");
		}
		else {
			this.folded.leases.putIfAbsent(id, Receipts.lease(event));
		}
	}

	private void consume(WalletEvent event) {
		OpenClaim.Lease lease = this.folded.leases.get(FoldedWallet.id(event));
		long amount = event.change().spent();
		Long total = event.asked();
		WalletReceipt.Operation receipt = (total == null) ? Receipts.operation(event, 0) : null;
		if (receipt != null && isRepeat(receipt)) {
			return;
		}
		if (total != null && lease != null) {
			amount = Math.max(0, total - lease.reported());
			this.folded.report(lease.id(), lease.reported() + Math.min(amount, lease.amount()));
		}
		else if (lease != null) {
			this.folded.consume(lease.id(), Math.min(amount, lease.amount()));
		}
		else if (total != null) {
			amount = lateReport(FoldedWallet.id(event), total, amount);
		}
		this.folded.spent += amount;
		if (receipt != null) {
			this.folded.operations.put(receipt.id(), receipt);
		}
	}

	private long lateReport(String id, long total, long booked) {
		WalletReceipt.Lease known = this.folded.finishedLeases.get(id);
		if (known == null) {
			return booked;
		}
		this.folded.finishedLeases.put(id, Receipts.reported(known, Math.max(total, known.reported())));
		return (known.expiry() == LeaseExpiry.BURN) ? 0 : Math.max(0, total - known.reported());
	}

	private void end(WalletEvent event, LeaseView.Status status) {
		OpenClaim.Lease lease = this.folded.leases.remove(FoldedWallet.id(event));
		if (lease == null) {
			return;
		}
		if (status == LeaseView.Status.EXPIRED && lease.expiry() == LeaseExpiry.BURN) {
			this.folded.spent += lease.amount();
		}
		this.folded.finishedLeases.put(lease.id(), Receipts.finished(event, status, lease));
	}

}
