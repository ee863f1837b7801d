package io.escrowmint.ledger.jdbc;

import java.sql.SQLException;

import io.escrowmint.jdbc.Refusals;
import io.escrowmint.ledger.LedgerEntry;
import io.escrowmint.ledger.LedgerFinding;
import org.jspecify.annotations.Nullable;

/**
 * Why a database refuses a row for good: it would say the same the next time. What it
 * says of connections, locks, other transactions, resources, or of tables and rights, it
 * says of no row.
 *
 * @param sqlState what the database calls it
 * @param message what it says, shortened; may name values of the row
 */
record Objection(String sqlState, String message) {

	private static final int MAX_MESSAGE = 240;

	private static final int DEPTH = 20;

	/**
	 * Finds the objection in a failure.
	 * @param failure what a statement or a commit threw
	 * @return the objection, {@code null} if there is none, or anything else in the
	 * causes that may pass
	 */
	static @Nullable Objection of(Throwable failure) {
		Objection found = null;
		Throwable cause = failure;
		for (int depth = 0; cause != null && depth < DEPTH; depth++) {
			if (cause instanceof SQLException ex && ex.getSQLState() != null) {
				if (!Refusals.isFinal(ex)) {
					return null;
				}
				found = new Objection(ex.getSQLState(), shortened(String.valueOf(ex.getMessage())));
			}
			cause = cause.getCause();
		}
		return found;
	}

	/** By characters as databases count them, and without the one that not all keep. */
	private static String shortened(String message) {
		String clean = message.replace('\0', '\u2400');
		return (clean.codePointCount(0, clean.length()) <= MAX_MESSAGE) ? clean
				: clean.substring(0, clean.offsetByCodePoints(0, MAX_MESSAGE));
	}

	LedgerFinding.Refusal to(LedgerEntry entry) {
		return new LedgerFinding.Refusal(entry, this.sqlState, this.message);
	}

}
