package io.escrowmint.ledger;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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

	private final WalletLives lives;

	private final WalletFold fold;

	/** What the store had, too, before it lost a part. */
	private final WalletFold known;

	private final LedgerKey knownUntil;

	/** Whether the store has told little or nothing of a life that began anew. */
	private final boolean untold;

	private @Nullable String doubt;

	/** What the store had before it went its own way. */
	private Figures base = Figures.ZERO;

	private long lostEvents;

	private Figures ledger = Figures.ZERO;

	private Figures last = Figures.ZERO;

	private boolean moved;

	private Truth(WalletImage image, WalletLives lives, LedgerKey knownUntil, boolean untold, StoreOptions options) {
		this.image = image;
		this.lives = lives;
		this.fold = new WalletFold(image.wallet(), options);
		this.known = new WalletFold(image.wallet(), options);
		this.knownUntil = knownUntil;
		this.untold = untold;
	}

	/**
	 * Finds out what a wallet has to be. The entries are read twice and not kept, however
	 * many they are.
	 * @param view the ledger
	 * @param image what the store has
	 * @param options how long the store remembers
	 * @return the truth, or why it cannot be known
	 */
	static Truth of(LedgerView view, WalletImage image, StoreOptions options) {
		WalletLives lives = new WalletLives(image);
		view.entries(image.wallet(), lives::add);
		List<WalletEvent> divergences = view.divergences(image.wallet(), lives.rebuilt());
		long knownSeq = divergences.isEmpty() ? image.seq() : divergences.get(0).seq() - 1;
		boolean untold = divergences.isEmpty() && lives.isLastUntold();
		Truth truth = new Truth(image, lives, new LedgerKey(image.epoch(), knownSeq), untold, options);
		view.entries(image.wallet(), (entry) -> truth.add(entry.event()));
		truth.conclude(divergences);
		if (lives.isLastUnknown() && image.rebuilt()) {
			truth.doubt("the store has a rebuild of the wallet, of which the ledger has nothing, or nothing any more");
		}
		return truth;
	}

	private void add(WalletEvent event) {
		if (this.untold && event.epoch() == this.image.epoch()) {
			return;
		}
		this.fold.add(event);
		this.last = event.after();
		if (!this.fold.isCarrying()) {
			this.ledger = event.after();
		}
		if (LedgerKey.of(event).compareTo(this.knownUntil) <= 0) {
			this.known.add(event);
		}
		else {
			this.lostEvents++;
		}
	}

	private void conclude(List<WalletEvent> divergences) {
		this.base = this.known.figures();
		if (this.fold.isCarrying()) {
			anotherLife();
		}
		if (this.untold) {
			anotherLife();
			this.fold.carry(this.image);
		}
		else if (divergences.isEmpty()) {
			compare(this.known);
		}
		else {
			divergences.stream().filter((event) -> event.type() != EventType.SNAPSHOT).forEach(this.fold::carry);
			this.moved = true;
			compare(divergences.get(divergences.size() - 1));
			afterUntold(divergences).ifPresent(this::doubt);
		}
		if (!this.fold.isComplete()) {
			doubt(WalletFold.INCOMPLETE);
		}
	}

	/**
	 * A snapshot that numbers were skipped for; others come with new readers, and say
	 * nothing new.
	 */
	private static Optional<WalletEvent> afterUntold(List<WalletEvent> divergences) {
		return IntStream.range(0, divergences.size())
			.filter((at) -> at == 0 || divergences.get(at).seq() != divergences.get(at - 1).seq() + 1)
			.mapToObj(divergences::get)
			.filter((event) -> event.type() == EventType.SNAPSHOT)
			.findFirst();
	}

	/** All of the lives before it was lost. */
	private void anotherLife() {
		this.lostEvents = this.lives.before();
		this.base = Figures.ZERO;
		this.moved = true;
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
