package io.escrowmint.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import io.escrowmint.jdbc.JdbcListener.LockStatus;
import io.escrowmint.jdbc.JdbcListener.LockStrategy;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Locks a name for as long as the transaction in progress lasts, without which it
 * refuses: {@code tryLock} answers, {@code lock} throws. Others that use the name wait
 * until the transaction is committed or rolled back, and then see what it did, if they
 * have not read before: so lock first, then read, and on PostgreSQL stay at READ
 * COMMITTED. The lock is taken on the connection of the transaction and given back on it
 * before it returns to its pool. A crash frees it. The same transaction may lock a name
 * again; another one that it suspends waits for itself. Names may be of any length and of
 * any characters; only equal ones meet, and only within one database. Thread-safe.
 */
public final class AdvisoryLocks {

	// Databases take no longer time, and nobody waits for it.
	private static final Duration LONGEST = Duration.ofDays(20);

	private final Database database;

	/**
	 * Creates advisory locks.
	 * @param dataSource whose transactions hold them
	 * @param listener hears how long was waited
	 */
	public AdvisoryLocks(DataSource dataSource, JdbcListener listener) {
		this.database = new Database(dataSource, listener);
	}

	/**
	 * Locks a name, or tells that it could not. The transaction is usable afterwards.
	 * @param name the name
	 * @param timeout how long to wait, to the millisecond (MySQL: to the second, rounded
	 * up); zero does not wait
	 * @return whether the lock is held
	 * @throws IllegalStateException if there is no transaction
	 * @throws org.springframework.dao.DataAccessException if the database refuses: a
	 * deadlock, for example
	 */
	public boolean tryLock(String name, Duration timeout) {
		LockKey key = LockKey.of(name);
		if (timeout.isNegative()) {
			throw new IllegalArgumentException("Invalid timeout %s: must not be negative".formatted(timeout));
		}
		this.database.requireTransaction("An advisory lock");
		long start = System.nanoTime();
		LockStatus status = LockStatus.FAILED;
		try {
			status = acquire(lock(), key, (timeout.compareTo(LONGEST) > 0) ? LONGEST : timeout) ? LockStatus.ACQUIRED
					: LockStatus.TIMED_OUT;
			return status == LockStatus.ACQUIRED;
		}
		finally {
			this.database.listener()
				.lockWaited(LockStrategy.ADVISORY, status, Duration.ofNanos(System.nanoTime() - start));
		}
	}

	/**
	 * Locks a name.
	 * @param name the name
	 * @param timeout how long to wait
	 * @throws CannotAcquireLockException if another transaction held it for so long;
	 * {@link TransactionRetry} tries again
	 * @throws IllegalStateException if there is no transaction
	 * @throws org.springframework.dao.DataAccessException if the database refuses
	 */
	public void lock(String name, Duration timeout) {
		if (!tryLock(name, timeout)) {
			throw new CannotAcquireLockException("No advisory lock '%s' within %s".formatted(name, timeout));
		}
	}

	private boolean acquire(AdvisoryLock lock, LockKey key, Duration timeout) {
		return this.database.connected((proxy) -> {
			if (!lock.outlivesTransaction()) {
				return lock.acquire(proxy, key, timeout);
			}
			return acquireOfSession(lock, key, timeout);
		});
	}

	// The connection is asked for once more and kept until after completion, so that it
	// does not go back to its pool before.
	private boolean acquireOfSession(AdvisoryLock lock, LockKey key, Duration timeout) throws SQLException {
		DataSource dataSource = this.database.dataSource();
		Connection connection = DataSourceUtils.getConnection(dataSource);
		boolean acquired = false;
		try {
			acquired = lock.acquire(connection, key, timeout);
		}
		finally {
			if (!acquired) {
				DataSourceUtils.releaseConnection(connection, dataSource);
			}
		}
		if (acquired) {
			TransactionSynchronizationManager
				.registerSynchronization(new SessionLockRelease(lock, key, connection, dataSource));
		}
		return acquired;
	}

	private AdvisoryLock lock() {
		return switch (this.database.dialect()) {
			case POSTGRESQL -> new PostgresAdvisoryLock();
			case MARIADB -> new MariaDbAdvisoryLock();
			case H2 -> new TableAdvisoryLock(this.database.dataSource());
		};
	}

}
