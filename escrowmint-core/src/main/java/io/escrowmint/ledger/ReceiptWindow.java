package io.escrowmint.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.WalletReceipt;

/**
 * Forgets receipts of a wallet that no store remembers any more, so that folding a long
 * life takes no more memory than what is remembered. They are looked through only when
 * they have doubled in number since, which costs no more than adding them did. Not
 * thread-safe.
 */
final class ReceiptWindow {

	private static final int FEW = 1024;

	/**
	 * A store remembers for twice the time to live; the rest is for clocks that differ.
	 */
	private static final int TIMES = 3;

	private final FoldedWallet folded;

	private final Duration callers;

	private final Duration librarys;

	private int most = FEW;

	ReceiptWindow(FoldedWallet folded, StoreOptions options) {
		this.folded = folded;
		this.callers = options.idempotencyTtl().multipliedBy(TIMES);
		this.librarys = options.receiptTtl().multipliedBy(TIMES);
	}

	/**
	 * Takes in what time it is by the events.
	 */
	void move(Instant now) {
		if (size() <= this.most) {
			return;
		}
		forget(this.folded.operations.values(), now);
		forget(this.folded.reservations.values(), now);
		forget(this.folded.finishedLeases.values(), now);
		this.most = Math.max(FEW, 2 * size());
	}

	private int size() {
		return this.folded.operations.size() + this.folded.reservations.size() + this.folded.finishedLeases.size();
	}

	private void forget(Collection<? extends WalletReceipt> receipts, Instant now) {
		receipts.removeIf(
				(receipt) -> receipt.time().plus(receipt.callerNamed() ? this.callers : this.librarys).isBefore(now));
	}

}
