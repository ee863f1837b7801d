package io.escrowmint.ledger;

import io.escrowmint.model.EventType;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.WalletImage;
import org.jspecify.annotations.Nullable;

/**
 * Which lives the entries of a wallet tell of, beside the one that the store has. Not
 * thread-safe.
 */
final class WalletLives {

	private final WalletImage image;

	private String rebuilt = LedgerPosition.BEGINNING;

	private @Nullable WalletEvent first;

	private @Nullable WalletEvent last;

	/** The first of the life that the store has. */
	private @Nullable WalletEvent begin;

	private long before;

	WalletLives(WalletImage image) {
		this.image = image;
	}

	/**
	 * Takes in the next entry.
	 */
	void add(LedgerEntry entry) {
		WalletEvent event = entry.event();
		this.first = (this.first != null) ? this.first : event;
		this.last = event;
		if (event.type() == EventType.REBUILT || isRebuilt(event)) {
			this.rebuilt = entry.position();
		}
		if (event.epoch() < this.image.epoch()) {
			this.before++;
		}
		else if (event.epoch() == this.image.epoch() && this.begin == null) {
			this.begin = event;
		}
	}

	/** Of a life whose REBUILT the ledger may have lost. */
	private static boolean isRebuilt(WalletEvent event) {
		return event.type() == EventType.SNAPSHOT && WalletEvent.REBUILT.equals(event.note());
	}

	/**
	 * Returns the position up to which all is in the last rebuild that is known.
	 */
	String rebuilt() {
		return this.rebuilt;
	}

	/**
	 * Returns how many entries tell of lives before the one that the store has.
	 */
	long before() {
		return this.before;
	}

	/**
	 * Tells whether a life began as if there had been none before, by the first that is
	 * known of it. A life of which the ledger has lost what it had begins with whatever
	 * comes next.
	 * @param first the first event
	 * @return {@code false} if it is a rebuild of what was before, or may be
	 */
	static boolean beginsAnew(WalletEvent first) {
		return first.type() == EventType.CREATED || (first.type() == EventType.SNAPSHOT && !isRebuilt(first));
	}

	/**
	 * Tells whether the store has a life of which the ledger has nothing.
	 */
	boolean isLastUnknown() {
		return this.image.status() == WalletImage.Status.PRESENT && this.last != null
				&& this.last.epoch() < this.image.epoch();
	}

	/**
	 * Tells whether the store has a life that began anew, of which the ledger has nothing
	 * or not all.
	 */
	boolean isLastUntold() {
		if (this.image.status() != WalletImage.Status.PRESENT || this.first == null || this.last == null) {
			return false;
		}
		if (isLastUnknown()) {
			return !this.image.rebuilt();
		}
		boolean beganAnew = this.begin != null && beginsAnew(this.begin) && this.first.epoch() < this.image.epoch();
		return beganAnew && this.last.epoch() == this.image.epoch() && this.last.seq() < this.image.seq();
	}

}
