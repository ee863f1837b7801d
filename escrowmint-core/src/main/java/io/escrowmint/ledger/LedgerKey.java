package io.escrowmint.ledger;

import io.escrowmint.model.WalletEvent;

/**
 * The number of an entry within its wallet. It is the identity of an event; positions in
 * a stream are not, since they can repeat after a failover.
 *
 * @param epoch marks the wallet's life
 * @param seq grows by 1 per event within an epoch
 */
public record LedgerKey(long epoch, long seq) implements Comparable<LedgerKey> {

	/** Before every entry. */
	public static final LedgerKey BEGINNING = new LedgerKey(Long.MIN_VALUE, Long.MIN_VALUE);

	/**
	 * Returns the number of an event.
	 * @param event the event
	 * @return its number
	 */
	public static LedgerKey of(WalletEvent event) {
		return new LedgerKey(event.epoch(), event.seq());
	}

	@Override
	public int compareTo(LedgerKey other) {
		int byEpoch = Long.compare(this.epoch, other.epoch);
		return (byEpoch != 0) ? byEpoch : Long.compare(this.seq, other.seq);
	}

}
