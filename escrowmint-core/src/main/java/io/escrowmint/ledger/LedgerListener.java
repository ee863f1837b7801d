package io.escrowmint.ledger;

import java.time.Duration;

/**
 * Is told what the pump does, and what does not fit the ledger, after the landing that
 * found it was committed. A process that ends in between tells nobody; divergences stay
 * in the ledger, and a wallet says whether it has any. Called by the thread that lands:
 * an implementation hands over what takes time. What it throws is logged and changes
 * nothing.
 */
@FunctionalInterface
public interface LedgerListener {

	/** Listens to nothing. */
	LedgerListener NONE = (finding) -> {
	};

	/**
	 * Something was found.
	 * @param finding what it is
	 */
	void found(LedgerFinding finding);

	/**
	 * Events have landed.
	 * @param events how many were new
	 * @param repeats how many the ledger had already
	 * @param lag age of the oldest of them, from the clock of the store to that of this
	 * process
	 */
	default void landed(int events, int repeats, Duration lag) {
	}

	/**
	 * The ledger has gone back behind what had landed of a partition and was
	 * acknowledged, as after a restore from a backup or a failover of the database that
	 * lost the last commits. Its entries may be missing for good; the store was asked to
	 * tell every wallet of the partition in full before its next change. Each process
	 * that finds it says so.
	 * @param partition the partition
	 */
	default void wentBack(int partition) {
	}

	/**
	 * Reading or landing failed and will be tried again.
	 */
	default void failed() {
	}

}
