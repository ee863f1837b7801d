package io.escrowmint.ledger;

import java.time.Instant;

import io.escrowmint.model.Figures;

/**
 * What the ledger knows of a wallet: its last landed entry.
 *
 * @param wallet the wallet
 * @param epoch the epoch of the last entry
 * @param seq the seq of the last entry
 * @param time when the last entry happened
 * @param figures the figures after it
 * @param diverged whether the store has contradicted the ledger under this epoch; what
 * came since lies among the divergences, until a new epoch begins
 * @param partition the partition of the wallet
 */
public record LedgerWallet(String wallet, long epoch, long seq, Instant time, Figures figures, boolean diverged,
		int partition) {

	/**
	 * Returns the number of the last entry.
	 * @return epoch and seq
	 */
	public LedgerKey key() {
		return new LedgerKey(this.epoch, this.seq);
	}

}
