package io.escrowmint.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The lock of a session in MariaDB and MySQL. Its names are those of the whole server, so
 * the database is part of them. It counts: each acquire is released once.
 */
final class MariaDbAdvisoryLock implements AdvisoryLock {

	private static final String NAME = "SHA2(CONCAT(COALESCE(DATABASE(), ''), '/', ?), 256)";

	@Override
	public boolean acquire(Connection connection, LockKey key, Duration timeout) throws SQLException {
		return AdvisoryLock.ask(connection, "SELECT GET_LOCK(" + NAME + ", ?)", key.text(),
				seconds(connection, timeout)) == 1;
	}

	@Override
	public boolean outlivesTransaction() {
		return true;
	}

	@Override
	public void release(Connection connection, LockKey key) throws SQLException {
		if (AdvisoryLock.ask(connection, "SELECT RELEASE_LOCK(" + NAME + ")", key.text()) != 1) {
			throw new SQLException("The session does not hold the lock");
		}
	}

	// MySQL rounds to whole seconds, which may be none.
	private static double seconds(Connection connection, Duration timeout) throws SQLException {
		double seconds = timeout.toMillis() / 1000.0;
		boolean whole = !"MariaDB".equals(connection.getMetaData().getDatabaseProductName());
		return whole ? Math.ceil(seconds) : seconds;
	}

}
