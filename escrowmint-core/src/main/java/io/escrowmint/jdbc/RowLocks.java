package io.escrowmint.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import io.escrowmint.jdbc.JdbcListener.LockStatus;
import io.escrowmint.jdbc.JdbcListener.LockStrategy;

import org.springframework.dao.support.DataAccessUtils;
import org.springframework.jdbc.core.RowMapper;

/**
 * Reads rows and keeps others from changing them until the transaction ends:
 * {@code SELECT ... FOR UPDATE}, on the connection of the transaction in progress,
 * without which it refuses. The rows are as the last commit left them, whatever the
 * transaction had read before; but a transaction that keeps to what it read first is
 * refused a row that was changed since, and is to be run again: at REPEATABLE READ on
 * PostgreSQL (SQLState 40001), and on MariaDB with {@code innodb_snapshot_isolation}
 * (error 1020), which is on from 11.8 by default. A crash, like a rollback, frees them.
 * How long a call waits is up to the timeout of the transaction and of the database; a
 * deadlock is thrown and rolls the transaction back: {@link TransactionRetry} repeats it.
 * Thread-safe.
 */
public final class RowLocks {

	private final Database database;

	/**
	 * Creates row locks.
	 * @param dataSource where the tables are
	 * @param listener hears how long was waited
	 */
	public RowLocks(DataSource dataSource, JdbcListener listener) {
		this.database = new Database(dataSource, listener);
	}

	/**
	 * Locks rows.
	 * @param <T> what a row becomes
	 * @param selection which rows
	 * @param mapper reads a row
	 * @return the rows, locked; empty if none fits, or none that is free
	 * @throws IllegalStateException if there is no transaction
	 * @throws org.springframework.dao.DataAccessException if the database refuses
	 */
	public <T> List<T> lock(RowSelection selection, RowMapper<T> mapper) {
		this.database.requireTransaction("A row lock");
		long start = System.nanoTime();
		LockStatus status = LockStatus.FAILED;
		try {
			List<T> rows = this.database
				.sql(selection.sql(this.database.names()), selection.condition().conditionValues())
				.query(mapper)
				.list();
			status = rows.isEmpty() ? LockStatus.NOTHING : LockStatus.ACQUIRED;
			return rows;
		}
		finally {
			this.database.listener().lockWaited(LockStrategy.ROW, status, Duration.ofNanos(System.nanoTime() - start));
		}
	}

	/**
	 * Locks one row.
	 * @param <T> what a row becomes
	 * @param selection which row
	 * @param mapper reads the row
	 * @return the row, locked; empty if none fits, or none that is free
	 * @throws IllegalStateException if there is no transaction
	 * @throws org.springframework.dao.IncorrectResultSizeDataAccessException if several
	 * rows fit; they are locked all the same
	 * @throws org.springframework.dao.DataAccessException if the database refuses
	 */
	public <T> Optional<T> lockOne(RowSelection selection, RowMapper<T> mapper) {
		return DataAccessUtils.optionalResult(lock(selection, mapper));
	}

}
