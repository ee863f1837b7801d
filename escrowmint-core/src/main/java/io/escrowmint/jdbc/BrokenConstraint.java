package io.escrowmint.jdbc;

import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataIntegrityViolationException;

/**
 * Finds the constraint that a row broke in the message of the driver, the only place
 * where MariaDB and H2 name it. The message carries values of the row as well, so the
 * name is looked for where no value can stand: after them in MariaDB, before them in H2.
 */
final class BrokenConstraint {

	private static final int MARIADB_DUPLICATE = 1062;

	private static final String H2_DUPLICATE = "23505";

	// Duplicate entry '<values>' for key '<name>', in MySQL '<table>.<name>'.
	private static final Pattern MARIADB = Pattern.compile("'([^']*)'[^']*$");

	// ... violation: "<schema>.<name> INDEX <index> ON <table>(<columns>) <values>".
	private static final Pattern H2 = Pattern
		.compile("^[^\"]*\"(?:\"[^\"]*\"|[^\".]+)\\.((?:\"(?:[^\"]|\"\")*\")|[^\" ]+)");

	private BrokenConstraint() {
	}

	static boolean isNamed(DataIntegrityViolationException failure, String constraint, SqlDialect dialect) {
		SQLException cause = cause(failure);
		if (cause == null) {
			return false;
		}
		return switch (dialect) {
			case MARIADB -> cause.getErrorCode() == MARIADB_DUPLICATE
					&& lastPart(find(MARIADB, cause)).equalsIgnoreCase(constraint);
			case H2 -> H2_DUPLICATE.equals(cause.getSQLState()) && bare(find(H2, cause)).equals(constraint);
			case POSTGRESQL -> false;
		};
	}

	private static @Nullable SQLException cause(DataIntegrityViolationException failure) {
		Throwable cause = failure.getCause();
		while (cause != null && !(cause instanceof SQLException)) {
			cause = cause.getCause();
		}
		return (SQLException) cause;
	}

	private static String find(Pattern pattern, SQLException failure) {
		Matcher matcher = pattern.matcher(String.valueOf(failure.getMessage()));
		return matcher.find() ? matcher.group(1) : "";
	}

	private static String lastPart(String name) {
		return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
	}

	private static String bare(String name) {
		return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
	}

}
