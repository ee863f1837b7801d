package io.escrowmint.jdbc;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;

/**
 * Tells what the refusal of a database is about: what it was given, which it would refuse
 * again, or connections, locks, other transactions and resources, which may pass. Neither
 * is said of tables and rights.
 */
public final class Refusals {

	/**
	 * Data, integrity, check options and triggers, as in the standard; SIGNAL of MariaDB
	 * and MySQL; RAISE of PostgreSQL.
	 */
	private static final Set<String> FINAL_CLASSES = Set.of("09", "22", "23", "27", "44", "45", "P0");

	/** A trigger of H2; a value too long for an index of PostgreSQL. */
	private static final Set<String> FINAL_STATES = Set.of("90044", "54000");

	/**
	 * Refusals of MariaDB and MySQL with a state that says nothing: data truncated,
	 * incorrect value, check constraint.
	 */
	private static final Set<Integer> FINAL_CODES = Set.of(1265, 1366, 3819);

	private static final Set<String> SILENT_STATES = Set.of("HY000", "01000");

	/** Connections, other transactions, resources, operators, the system. */
	private static final Set<String> PASSING_CLASSES = Set.of("08", "40", "53", "57", "58");

	private Refusals() {
	}

	/**
	 * Tells whether the same would be refused the next time.
	 * @param failure what the driver threw
	 * @return whether it is about what the database was given
	 */
	public static boolean isFinal(SQLException failure) {
		String state = String.valueOf(failure.getSQLState());
		return FINAL_STATES.contains(state) || isOf(FINAL_CLASSES, state)
				|| SILENT_STATES.contains(state) && FINAL_CODES.contains(failure.getErrorCode());
	}

	/**
	 * Tells whether the same may be taken the next time.
	 * @param failure what the driver threw
	 * @return whether it says nothing of what the database was given
	 */
	public static boolean mayPass(SQLException failure) {
		return failure instanceof SQLTransientException || failure instanceof SQLRecoverableException
				|| isOf(PASSING_CLASSES, String.valueOf(failure.getSQLState())) || Collisions.isOneOfTheDriver(failure);
	}

	private static boolean isOf(Set<String> classes, String state) {
		return state.length() == 5 && classes.contains(state.substring(0, 2));
	}

}
