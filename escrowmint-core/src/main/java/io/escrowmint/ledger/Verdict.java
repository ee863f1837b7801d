package io.escrowmint.ledger;

/**
 * How the store and the ledger agree on a wallet.
 */
public enum Verdict {

	/** Same number, same figures. */
	EQUAL(false),

	/** The store has more than has landed yet. Normal while there is traffic. */
	AHEAD(false),

	/**
	 * The store has more than is on its way: nobody read its events at the time, or the
	 * ledger has lost what had landed. The wallet's next change tells all of it.
	 */
	UNTOLD(false),

	/**
	 * The store is as it should be, but the database refuses entries of the wallet: the
	 * ledger ends before them, and goes on as soon as the database takes them.
	 */
	REFUSED(false),

	/** Neither knows the wallet. */
	UNKNOWN(false),

	/** The wallet is fenced; a repair has begun, or an operator did it. */
	FENCED(true),

	/** The ledger knows the wallet, the store does not. */
	LOST(true),

	/** The store has less than the ledger: writes were lost. */
	BEHIND(true),

	/** The store had lost the wallet, and clients have created it anew. */
	RECREATED(true),

	/** The store has told something else than the ledger has under the same number. */
	DIVERGED(true),

	/** Same number, other figures, holds or leases. */
	DIFFERENT(true),

	/** The store has something of the wallet that cannot be read. */
	DAMAGED(true);

	private final boolean broken;

	Verdict(boolean broken) {
		this.broken = broken;
	}

	/**
	 * Tells whether a repair has something to do.
	 * @return whether the store cannot go on like this
	 */
	public boolean isBroken() {
		return this.broken;
	}

}
