package io.escrowmint.ledger;

import io.escrowmint.model.EscrowMintException;
import org.jspecify.annotations.Nullable;

/**
 * The database answers, but has not the tables of this version.
 */
public final class LedgerSchemaException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	private final int required;

	private final int found;

	/**
	 * Creates the exception.
	 * @param required the version of the schema that is needed
	 * @param found the version that is there, 0 for none
	 * @param cause what the database said, if it said anything
	 */
	public LedgerSchemaException(int required, int found, @Nullable Throwable cause) {
		super((found == 0) ? "The database has no ledger: version " + required + " of its tables is needed"
				: "The ledger in the database has version " + found + ", but version " + required + " is needed",
				cause);
		this.required = required;
		this.found = found;
	}

	/**
	 * Returns the version that is needed.
	 * @return 1 or more
	 */
	public int required() {
		return this.required;
	}

	/**
	 * Returns the version that is there.
	 * @return 0 for none
	 */
	public int found() {
		return this.found;
	}

}
