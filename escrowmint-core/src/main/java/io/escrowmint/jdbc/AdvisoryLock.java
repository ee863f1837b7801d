package io.escrowmint.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * How a database locks a name, on the connection of a transaction.
 */
interface AdvisoryLock {

	/**
	 * Waits for the name, and answers whether it is held now. A {@code false} leaves the
	 * transaction as it was.
	 */
	boolean acquire(Connection connection, LockKey key, Duration timeout) throws SQLException;

	/**
	 * Whether the lock belongs to the session, and must be given back on this very
	 * connection once the transaction has ended.
	 */
	default boolean outlivesTransaction() {
		return false;
	}

	/**
	 * Gives the name back, where it outlives the transaction.
	 */
	default void release(Connection connection, LockKey key) throws SQLException {
	}

	/**
	 * The one figure of a query with one argument at most. SQL's NULL is 0.
	 */
	static int ask(Connection connection, String sql, Object... arguments) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < arguments.length; i++) {
				statement.setObject(i + 1, arguments[i]);
			}
			try (ResultSet rows = statement.executeQuery()) {
				return rows.next() ? rows.getInt(1) : 0;
			}
		}
	}

}
