package io.escrowmint.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
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
 * Folds the events of one wallet, in order, to the wallet itself: figures, open holds and
 * leases, and what is remembered of finished operations.
 * <p>
 * A life of the wallet begins with CREATED, or with a SNAPSHOT or REBUILT, which say all
 * of it. A life that begins anew although the wallet had one before is what clients did
 * while the store had lost the wallet: it is {@linkplain Carryover carried over} on top
 * of what was there. Not thread-safe.
 */
public final class WalletFold {

	static final String INCOMPLETE = "the ledger does not have all events of the wallet since it was told in full";

	private final String wallet;

	private final FoldedWallet folded = new FoldedWallet();

	private final Carryover carryover;

	private final ReceiptWindow receipts;

	private @Nullable WalletEvent last;

	private boolean complete;

	private boolean carrying;

	/**
	 * Begins with nothing, for a store that remembers as long as shipped.
	 * @param wallet the wallet
	 */
	public WalletFold(String wallet) {
		this(wallet, StoreOptions.DEFAULTS);
	}

	/**
	 * Begins with nothing.
	 * @param wallet the wallet
	 * @param options how long its store remembers: what is carried over under a key, a
	 * reservation or a lease that it would have forgotten is new
	 */
	public WalletFold(String wallet, StoreOptions options) {
		this.wallet = wallet;
		this.carryover = new Carryover(this.folded, options);
		this.receipts = new ReceiptWindow(this.folded, options);
	}

	/**
	 * Adds the next event. Its epoch and seq are above those of the event before it.
	 * @param event the event
	 */
	public void add(WalletEvent event) {
		WalletEvent before = this.last;
		boolean begins = before == null || before.epoch() != event.epoch();
		boolean says = event.type() == EventType.SNAPSHOT || event.type() == EventType.REBUILT;
		if (begins) {
			this.carrying = before != null && WalletLives.beginsAnew(event);
			this.complete = (says || event.type() == EventType.CREATED) && (!this.carrying || this.complete);
		}
		else if (before != null && event.seq() != before.seq() + 1) {
			// what a life that is carried over did untold is not known one by one
			this.complete = says && !this.carrying;
		}
		else if (says && !this.carrying) {
			this.complete = true;
		}
		this.last = event;
		if (this.carrying && (!says || begins)) {
			this.carryover.add(event);
		}
		else if (!this.carrying) {
			follow(event, says);
		}
		this.receipts.move(event.time());
	}

	/**
	 * Adds an event of a store that contradicts the ledger, on top of all that was added.
	 * @param event the event
	 */
	void carry(WalletEvent event) {
		this.carryover.add(event);
	}

	/**
	 * Adds a life of the wallet of which the ledger knows nothing.
	 * @param image the store's image of it
	 */
	void carry(WalletImage image) {
		this.carryover.add(image);
	}

	/**
	 * Tells whether all events of the wallet's life were there.
	 * @return {@code false} if holds or leases may be missing
	 */
	public boolean isComplete() {
		return this.complete;
	}

	/**
	 * Tells whether the wallet's last life began as if there had been none before.
	 * @return whether it is carried over
	 */
	boolean isCarrying() {
		return this.carrying;
	}

	/**
	 * Returns what a second life of the wallet repeated and what cannot be.
	 * @return sentences
	 */
	List<String> remarks() {
		return this.carryover.remarks();
	}

	/**
	 * Returns the last event that was added in order.
	 * @return the event, {@code null} before the first
	 */
	public @Nullable WalletEvent last() {
		return this.last;
	}

	/**
	 * Returns the figures.
	 * @return the figures
	 */
	public Figures figures() {
		return this.folded.figures();
	}

	/**
	 * Returns the wallet as it is after all that was added, with all receipts that a
	 * store may remember.
	 * @return the image
	 */
	public WalletImage image() {
		return image(Instant.MIN, Instant.MIN);
	}

	/**
	 * Returns the wallet with the receipts that a store would remember.
	 * @param now the time of the store
	 * @param options how long it remembers
	 * @return the image
	 */
	public WalletImage image(Instant now, StoreOptions options) {
		return image(now.minus(options.idempotencyTtl()), now.minus(options.receiptTtl()));
	}

	private WalletImage image(Instant callers, Instant librarys) {
		if (this.last == null) {
			return WalletImage.missing(this.wallet, null);
		}
		List<WalletReceipt> receipts = this.folded.receipts()
			.stream()
			.filter((receipt) -> receipt.time().isAfter(receipt.callerNamed() ? callers : librarys))
			.toList();
		return new WalletImage(this.wallet, WalletImage.Status.PRESENT, null, this.last.epoch(), this.last.seq(),
				this.last.time(), figures(), this.folded.open(), receipts, false);
	}

	private void follow(WalletEvent event, boolean says) {
		if (says) {
			replace(event);
		}
		else {
			apply(event);
		}
		this.folded.granted = event.after().granted();
		this.folded.spent = event.after().spent();
	}

	private void replace(WalletEvent event) {
		Map<String, OpenClaim.Lease> known = new HashMap<>(this.folded.leases);
		this.folded.holds.clear();
		this.folded.leases.clear();
		for (WalletEvent.Claim claim : event.open()) {
			if (claim.lease()) {
				OpenClaim.Lease former = known.get(claim.id());
				this.folded.leases.put(claim.id(),
						new OpenClaim.Lease(claim.id(), claim.callerNamed(), String.valueOf(claim.owner()),
								(former != null) ? former.requested() : claim.amount(), claim.amount(),
								claim.consumed(), claim.reported(),
								(claim.expiry() != null) ? claim.expiry() : LeaseExpiry.RETURN, claim.expiresAt()));
			}
			else {
				this.folded.holds.put(claim.id(),
						new OpenClaim.Hold(claim.id(), claim.callerNamed(), claim.amount(), claim.expiresAt(), null));
			}
		}
	}

	private void apply(WalletEvent event) {
		switch (event.type()) {
			case CREATED, SNAPSHOT, REBUILT -> {
			}
			case TOPPED_UP, WITHDRAWN, CONSUMED -> remember(event, 0);
			case REFUNDED -> {
				this.folded.refund(event.original(), -event.change().spent());
				remember(event, 0);
			}
			case RESERVED -> this.folded.holds.put(FoldedWallet.id(event), Receipts.hold(event));
			case EXTENDED -> this.folded.extend(event);
			case COMMITTED -> commit(event);
			case CANCELED -> finish(event, Status.CANCELED);
			case EXPIRED -> finish(event, Status.EXPIRED);
			case LEASE_GRANTED -> this.folded.leases.put(FoldedWallet.id(event), Receipts.lease(event));
			case LEASE_CONSUMED -> consume(event);
			case LEASE_RENEWED -> this.folded.renew(event);
			case LEASE_RELEASED -> end(event, LeaseView.Status.RELEASED);
			case LEASE_EXPIRED -> end(event, LeaseView.Status.EXPIRED);
		}
	}

	private void remember(WalletEvent event, long unspent) {
		WalletReceipt.Operation receipt = Receipts.operation(event, unspent);
		if (receipt != null) {
			this.folded.operations.put(receipt.id(), receipt);
		}
	}

	private void commit(WalletEvent event) {
		String id = FoldedWallet.id(event);
		WalletReceipt.Reservation expired = this.folded.reservations.get(id);
		long held = -event.change().held();
		long amount = !event.late() ? held : (expired != null) ? expired.amount() : Receipts.orZero(event.asked());
		this.folded.holds.remove(id);
		this.folded.reservations.put(id, Receipts.committed(event, amount));
	}

	private void finish(WalletEvent event, Status status) {
		String id = FoldedWallet.id(event);
		this.folded.holds.remove(id);
		this.folded.reservations.put(id, Receipts.finished(event, status, -event.change().held()));
	}

	private void consume(WalletEvent event) {
		String id = FoldedWallet.id(event);
		Long total = event.asked();
		if (event.late()) {
			this.folded.finishedLeases.computeIfPresent(id,
					(key, lease) -> Receipts.reported(lease, Receipts.orZero(total)));
		}
		else if (total != null) {
			this.folded.report(id, total);
		}
		else {
			this.folded.consume(id, event.change().spent());
			OpenClaim.Lease lease = this.folded.leases.get(id);
			remember(event, (lease != null) ? lease.amount() : 0);
		}
	}

	private void end(WalletEvent event, LeaseView.Status status) {
		OpenClaim.Lease lease = this.folded.leases.remove(FoldedWallet.id(event));
		if (lease != null) {
			this.folded.finishedLeases.put(lease.id(), Receipts.finished(event, status, lease));
		}
	}

}
