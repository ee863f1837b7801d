package io.escrowmint.ledger;

/**
 * What a repair may do.
 */
public enum RepairMode {

	/** Says what it would do. Fences nothing, changes nothing. */
	DRY_RUN,

	/**
	 * Rebuilds a wallet if all that the store did can be told apart from what it lost;
	 * else the wallet stays fenced, for an operator to decide.
	 */
	AUTOMATIC,

	/**
	 * An operator's decision: rebuilds a wallet from the ledger and from the divergences
	 * that have landed, whatever else the store has. What is in the store only is gone.
	 */
	FROM_LEDGER

}
