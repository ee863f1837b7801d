package io.escrowmint.ledger.jdbc;

import java.sql.SQLException;
import java.util.Set;

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
	 * Data, integrity, check options and triggers, as in the standard; SIGNAL of MariaDB
	 * and MySQL; RAISE of PostgreSQL.
	 */
	private static final Set<String> CLASSES = Set.of("09", "22", "23", "27", "44", "45", "P0");

	/** A trigger of H2; a value too long for an index of PostgreSQL. */
	private static final Set<String> STATES = Set.of("90044", "54000");

	/**
	 * Refusals of MariaDB and MySQL with a state that says nothing: data truncated,
	 * incorrect value, check constraint.
	 */
	private static final Set<Integer> CODES = Set.of(1265, 1366, 3819);

	private static final Set<String> SILENT_STATES = Set.of("HY000", "01000");

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
				if (!isOne(ex.getSQLState(), ex.getErrorCode())) {
					return null;
				}
				found = new Objection(ex.getSQLState(), shortened(String.valueOf(ex.getMessage())));
			}
			cause = cause.getCause();
		}
		return found;
	}

	private static boolean isOne(String state, int code) {
		return STATES.contains(state) || state.length() == 5 && CLASSES.contains(state.substring(0, 2))
				|| SILENT_STATES.contains(state) && CODES.contains(code);
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
