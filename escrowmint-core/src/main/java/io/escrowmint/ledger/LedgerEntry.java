package io.escrowmint.ledger;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;

import io.escrowmint.model.WalletEvent;
import org.jspecify.annotations.Nullable;

/**
 * One event in the ledger.
 * <p>
 * Databases do not all keep the character NUL, so in notes it becomes U+2400.
 *
 * @param event the event
 * @param partition the partition of the store that it came from
 * @param position its place in the partition's stream; not an identity
 * @param landedAt when it was landed, by the clock of the process that did, in whole
 * milliseconds
 */
public record LedgerEntry(WalletEvent event, int partition, String position, Instant landedAt) {

	public LedgerEntry {
		event = withoutNul(event);
	}

	/**
	 * Returns the number of the entry within its wallet.
	 * @return epoch and seq
	 */
	public LedgerKey key() {
		return LedgerKey.of(this.event);
	}

	/**
	 * Tells whether another entry says the same: all fields and the time, wherever it
	 * came from. Two entries of one wallet, epoch and seq that do not are a divergence.
	 * @param other the other entry
	 * @return whether one is a repeat of the other
	 */
	public boolean saysTheSameAs(LedgerEntry other) {
		return withOpen(this.event, List.of()).equals(withOpen(other.event, List.of()))
				&& this.event.open().size() == other.event.open().size()
				&& new HashSet<>(this.event.open()).equals(new HashSet<>(other.event.open()));
	}

	private static WalletEvent withoutNul(WalletEvent event) {
		if (!hasNul(event.note())) {
			return event;
		}
		return copy(event, clean(event.note()), event.open());
	}

	private static boolean hasNul(@Nullable String text) {
		return text != null && text.indexOf('\0') >= 0;
	}

	private static @Nullable String clean(@Nullable String text) {
		return (text != null) ? text.replace('\0', '\u2400') : null;
	}

	/**
	 * Returns an event with other open holds and leases.
	 * @param event the event
	 * @param open the holds and leases
	 * @return a copy
	 */
	public static WalletEvent withOpen(WalletEvent event, List<WalletEvent.Claim> open) {
		return copy(event, event.note(), open);
	}

	private static WalletEvent copy(WalletEvent event, @Nullable String note, List<WalletEvent.Claim> open) {
		return new WalletEvent(event.wallet(), event.epoch(), event.seq(), event.type(), event.time(), event.change(),
				event.after(), event.id(), event.callerNamed(), event.owner(), event.expiresAt(), event.asked(),
				event.charged(), event.late(), event.original(), event.requestId(), note, open);
	}

}
