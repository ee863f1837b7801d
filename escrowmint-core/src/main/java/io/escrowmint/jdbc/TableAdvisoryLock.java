package io.escrowmint.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

/**
 * A row per name, for H2, which has no lock of its own. The first use of a name writes
 * its row over a second connection, because a row that is not committed cannot be locked
 * by others, and creating the table would commit the transaction. Asks again and again,
 * because H2 does not always keep to its lock timeout.
 *
 * @param dataSource where the second connection comes from
 */
record TableAdvisoryLock(DataSource dataSource) implements AdvisoryLock {

	private static final String TABLE = "CREATE TABLE IF NOT EXISTS escrowmint_advisory_lock (id CHAR(64) PRIMARY KEY)";

	private static final String ROW = "MERGE INTO escrowmint_advisory_lock KEY (id) VALUES (?)";

	private static final String LOCK = "SELECT 1 FROM escrowmint_advisory_lock WHERE id = ? FOR UPDATE SKIP LOCKED";

	private static final String TABLES = """
			SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES
			WHERE TABLE_SCHEMA = CURRENT_SCHEMA AND TABLE_NAME = 'ESCROWMINT_ADVISORY_LOCK'""";

	private static final String ROWS = "SELECT COUNT(*) FROM escrowmint_advisory_lock WHERE id = ?";

	private static final long PAUSE_MILLIS = 5;

	@Override
	public boolean acquire(Connection connection, LockKey key, Duration timeout) throws SQLException {
		if (AdvisoryLock.ask(connection, TABLES) == 0) {
			elsewhere(TABLE);
		}
		if (AdvisoryLock.ask(connection, ROWS, key.text()) == 0) {
			elsewhere(ROW, key.text());
		}
		long deadline = System.nanoTime() + timeout.toNanos();
		while (AdvisoryLock.ask(connection, LOCK, key.text()) == 0) {
			if (System.nanoTime() - deadline >= 0) {
				return false;
			}
			pause();
		}
		return true;
	}

	private void elsewhere(String sql, Object... arguments) throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				PreparedStatement statement = connection.prepareStatement(sql)) {
			connection.setAutoCommit(true);
			for (int i = 0; i < arguments.length; i++) {
				statement.setObject(i + 1, arguments[i]);
			}
			statement.executeUpdate();
		}
	}

	private static void pause() throws SQLException {
		try {
			Thread.sleep(PAUSE_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SQLException("Interrupted while waiting for an advisory lock", ex);
		}
	}

}
