package io.escrowmint.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;

/**
 * Gives the lock of a session back when its transaction is over, on the same connection,
 * while the transaction still has it. If that fails, the connection is broken off, so
 * that no session goes back to a pool with a lock that nobody knows of.
 *
 * @param lock how the database locks
 * @param key the name
 * @param connection whose session holds it
 * @param dataSource where the connection comes from
 */
record SessionLockRelease(AdvisoryLock lock, LockKey key, Connection connection,
		DataSource dataSource) implements TransactionSynchronization {

	private static final Logger logger = LoggerFactory.getLogger(SessionLockRelease.class);

	@Override
	public int getOrder() {
		return DataSourceUtils.CONNECTION_SYNCHRONIZATION_ORDER - 1;
	}

	@Override
	public void afterCompletion(int status) {
		try {
			this.lock.release(this.connection, this.key);
		}
		catch (SQLException ex) {
			logger.warn("An advisory lock could not be given back; its session is ended: {}", ex.getMessage());
			breakOff();
		}
		finally {
			DataSourceUtils.releaseConnection(this.connection, this.dataSource);
		}
	}

	private void breakOff() {
		try {
			this.connection.abort(Runnable::run);
		}
		catch (SQLException ex) {
			logger.debug("The connection could not be broken off", ex);
		}
	}

}
