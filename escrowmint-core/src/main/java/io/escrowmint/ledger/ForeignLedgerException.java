package io.escrowmint.ledger;

import io.escrowmint.model.EscrowMintException;

/**
 * The ledger has the wallets of another store. Nothing was landed, compared or rebuilt.
 */
public final class ForeignLedgerException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	private final String table;

	private final String owner;

	private final String store;

	/**
	 * Creates the exception.
	 * @param table the table that says whose ledger it is
	 * @param owner the name of the store that it belongs to
	 * @param store the name of the store that was refused
	 */
	public ForeignLedgerException(String table, String owner, String store) {
		super("The ledger belongs to the store '" + owner + "' and not to the store '" + store + "', says " + table
				+ ": each store needs tables of its own", null);
		this.table = table;
		this.owner = owner;
		this.store = store;
	}

	/**
	 * Returns where it is written whose ledger it is.
	 * @return the name of a table with one row
	 */
	public String table() {
		return this.table;
	}

	/**
	 * Returns whose ledger it is.
	 * @return the name of a store
	 */
	public String owner() {
		return this.owner;
	}

	/**
	 * Returns whose ledger it is not.
	 * @return the name of a store
	 */
	public String store() {
		return this.store;
	}

}
