package io.escrowmint.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;

/**
 * PostgreSQL's own lock of a transaction, which the database gives back at its end. A
 * wait that times out would spoil the transaction, so it happens behind a savepoint.
 */
final class PostgresAdvisoryLock implements AdvisoryLock {

	private static final String NOT_AVAILABLE = "55P03";

	@Override
	public boolean acquire(Connection connection, LockKey key, Duration timeout) throws SQLException {
		String attempt = "SELECT CASE WHEN pg_try_advisory_xact_lock(?) THEN 1 ELSE 0 END";
		if (AdvisoryLock.ask(connection, attempt, key.number()) == 1) {
			return true;
		}
		return timeout.toMillis() > 0 && await(connection, key, timeout.toMillis());
	}

	private static boolean await(Connection connection, LockKey key, long millis) throws SQLException {
		String before = text(connection, "SELECT current_setting('lock_timeout')");
		Savepoint savepoint = connection.setSavepoint();
		try {
			text(connection, "SELECT set_config('lock_timeout', ?, true)", String.valueOf(millis));
			text(connection, "SELECT CAST(pg_advisory_xact_lock(?) AS text)", key.number());
		}
		catch (SQLException ex) {
			if (!NOT_AVAILABLE.equals(ex.getSQLState())) {
				throw ex;
			}
			connection.rollback(savepoint);
			connection.releaseSavepoint(savepoint);
			return false;
		}
		connection.releaseSavepoint(savepoint);
		text(connection, "SELECT set_config('lock_timeout', ?, true)", before);
		return true;
	}

	private static String text(Connection connection, String sql, Object... arguments) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < arguments.length; i++) {
				statement.setObject(i + 1, arguments[i]);
			}
			try (ResultSet rows = statement.executeQuery()) {
				return rows.next() ? String.valueOf(rows.getString(1)) : "";
			}
		}
	}

}
