package io.escrowmint.ledger.jdbc;

import java.util.regex.Pattern;

import io.escrowmint.model.InvalidRequestException;

/**
 * The names of the tables.
 *
 * @param prefix what all names begin with
 */
record LedgerTables(String prefix) {

	private static final Pattern PREFIX = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,31}");

	LedgerTables {
		if (!PREFIX.matcher(prefix).matches()) {
			throw new InvalidRequestException("ledger.table-prefix", prefix,
					"must be 1 to 32 letters, digits and underscores, and not begin with a digit");
		}
	}

	String entries() {
		return this.prefix + "entries";
	}

	String claims() {
		return this.prefix + "entry_claims";
	}

	String wallets() {
		return this.prefix + "wallets";
	}

	String positions() {
		return this.prefix + "positions";
	}

	String divergences() {
		return this.prefix + "divergences";
	}

	String refused() {
		return this.prefix + "refused";
	}

	String store() {
		return this.prefix + "ledger_store";
	}

	String schema() {
		return this.prefix + "ledger_schema";
	}

}
