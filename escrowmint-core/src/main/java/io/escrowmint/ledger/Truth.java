package io.escrowmint.ledger;

import java.util.ArrayList;
import java.util.List;

import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.WalletImage;
import org.jspecify.annotations.Nullable;

/**
 * What a wallet has to be: all that the ledger has, and on top of it what the store did
 * after it had lost a part of that. Made while the wallet is fenced and the ledger has
 * landed all that was told.
 */
final class Truth {

	private final WalletImage image;

	private final WalletFold fold;

	private @Nullable String doubt;

	/** What the store had before it went its own way. */
	private Figures base = Figures.ZERO;

	private long lostEvents;

	private Figures ledger = Figures.ZERO;

	private Figures last = Figures.ZERO;

	private boolean moved;

	private Truth(WalletImage image, StoreOptions options) {
		this.image = image;
		this.fold = new WalletFold(image.wallet(), options);
	}

	/**
	 * Finds out what a wallet has to be.
	 * @param view the ledger
	 * @param image what the store has
	 * @param options how long the store remembers
	 * @return the truth, or why it cannot be known
	 */
	static Truth of(LedgerView view, WalletImage image, StoreOptions options) {
		List<LedgerEntry> entries = new ArrayList<>();
		view.entries(image.wallet(), entries::add);
		String rebuilt = LedgerPosition.BEGINNING;
		for (LedgerEntry entry : entries) {
			if (entry.event().type() == EventType.REBUILT) {
				rebuilt = entry.position();
			}
		}
		Truth truth = new Truth(image, options);
		truth.find(entries.stream().map(LedgerEntry::event).toList(), view.divergences(image.wallet(), rebuilt));
		return truth;
	}

	private void find(List<WalletEvent> entries, List<WalletEvent> divergences) {
		boolean toldInFull = !entries.isEmpty() && isAt(entries.get(entries.size() - 1));
		WalletFold known = new WalletFold(this.image.wallet());
		boolean untoldLife = isUntoldLife(entries, toldInFull);
		long knownSeq = divergences.isEmpty() ? this.image.seq() : divergences.get(0).seq() - 1;
		for (WalletEvent event : entries) {
			if (untoldLife && event.epoch() == this.image.epoch()) {
				continue;
			}
			this.fold.add(event);
			this.last = event.after();
			if (!this.fold.isCarrying()) {
				this.ledger = event.after();
			}
			if (new LedgerKey(event.epoch(), event.seq()).compareTo(new LedgerKey(this.image.epoch(), knownSeq)) <= 0) {
				known.add(event);
			}
			else {
				this.lostEvents++;
			}
		}
		this.base = known.figures();
		if (this.fold.isCarrying()) {
			this.lostEvents = entries.stream().filter((event) -> event.epoch() < this.image.epoch()).count();
			this.base = Figures.ZERO;
			this.moved = true;
		}
		if (divergences.isEmpty() && untoldLife) {
			this.lostEvents = entries.stream().filter((event) -> event.epoch() < this.image.epoch()).count();
			this.base = Figures.ZERO;
			this.fold.carry(this.image);
			this.moved = true;
		}
		else if (divergences.isEmpty()) {
			compare(known);
		}
		else {
			divergences.forEach(this.fold::carry);
			this.moved = true;
			compare(divergences.get(divergences.size() - 1));
			divergences.stream()
				.filter((event) -> event.type() == EventType.SNAPSHOT)
				.findFirst()
				.ifPresent(this::doubt);
		}
		if (!this.fold.isComplete()) {
			doubt("the ledger does not have all events of the wallet since it was told in full");
		}
	}

	/** A life that began anew, of which the ledger has nothing or not all. */
	private boolean isUntoldLife(List<WalletEvent> entries, boolean toldInFull) {
		if (this.image.status() != WalletImage.Status.PRESENT || toldInFull || entries.isEmpty()) {
			return false;
		}
		WalletEvent last = entries.get(entries.size() - 1);
		if (last.epoch() < this.image.epoch()) {
			return true;
		}
		boolean began = entries.stream()
			.filter((event) -> event.epoch() == this.image.epoch())
			.findFirst()
			.map((event) -> event.type() != EventType.REBUILT)
			.orElse(false);
		return began && last.seq() < this.image.seq() && entries.get(0).epoch() < this.image.epoch();
	}

	private void compare(WalletFold known) {
		WalletEvent last = known.last();
		if (this.image.status() != WalletImage.Status.PRESENT) {
			return;
		}
		if (last == null || !isAt(last)) {
			doubt("what the store did before " + this.image.epoch() + "/" + this.image.seq()
					+ " has not landed, and cannot be told apart from what it lost");
		}
		else if (!last.after().equals(this.image.figures())) {
			doubt("at " + this.image.epoch() + "/" + this.image.seq() + " "
					+ String.join(", ", LedgerVerifier.differences(this.image.figures(), last.after())));
		}
	}

	private void compare(WalletEvent last) {
		if (this.image.status() == WalletImage.Status.PRESENT
				&& (!isAt(last) || !last.after().equals(this.image.figures()))) {
			doubt("what the store has told of its own way ends at " + LedgerKey.of(last) + ", but it is at "
					+ this.image.epoch() + "/" + this.image.seq());
		}
	}

	/** It says all of the wallet, what the ledger has and what nobody was told. */
	private void doubt(WalletEvent snapshot) {
		doubt("at " + LedgerKey.of(snapshot) + " the store has told all of its own way at once, which cannot be told "
				+ "apart from what the ledger has");
	}

	private boolean isAt(WalletEvent event) {
		return event.epoch() == this.image.epoch() && event.seq() == this.image.seq();
	}

	private void doubt(String why) {
		this.doubt = (this.doubt != null) ? this.doubt + "; " + why : why;
	}

	/**
	 * Returns why it cannot be known, {@code null} if it can.
	 */
	@Nullable String doubt() {
		return this.doubt;
	}

	/**
	 * Tells whether the store has exactly this already.
	 */
	boolean isKept() {
		WalletEvent last = this.fold.last();
		return this.doubt == null && !this.moved && last != null && isAt(last) && this.fold.remarks().isEmpty()
				&& this.fold.figures().equals(this.image.figures());
	}

	WalletFold fold() {
		return this.fold;
	}

	/**
	 * Returns what the ledger had when the store lost it.
	 */
	Figures ledger() {
		return this.ledger;
	}

	/**
	 * Returns what the ledger has last.
	 */
	Figures last() {
		return this.last;
	}

	long lostEvents() {
		return this.lostEvents;
	}

	Figures base() {
		return this.base;
	}

}
