package io.escrowmint.jdbc;

import javax.sql.DataSource;

import io.escrowmint.jdbc.JdbcListener.WriteOperation;
import io.escrowmint.jdbc.JdbcListener.WriteStatus;

import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.JdbcUpdateAffectedIncorrectNumberOfRowsException;

/**
 * Changes a row only if it still has the version that was read, in one statement, and
 * raises its version by one: {@code tryUpdate} answers, {@code update} throws. Takes part
 * in the transaction in progress. Without one the change is committed by a connection
 * that commits by itself, as connections do unless their pool is told otherwise; from a
 * pool with auto-commit off it is undone, so call it in a transaction. Repeated after a
 * lost answer it changes nothing twice: the version has moved on. Thread-safe.
 */
public final class OptimisticUpdates {

	private final Database database;

	/**
	 * Creates optimistic updates.
	 * @param dataSource where the tables are
	 * @param listener hears how the writes end
	 */
	public OptimisticUpdates(DataSource dataSource, JdbcListener listener) {
		this.database = new Database(dataSource, listener);
	}

	/**
	 * Changes a row, or tells that it could not.
	 * @param update the change
	 * @return whether the row was changed; {@code false} if it is gone or has another
	 * version
	 * @throws JdbcUpdateAffectedIncorrectNumberOfRowsException if the key finds several
	 * rows; roll back, for they are changed
	 * @throws org.springframework.dao.DataAccessException if the database refuses
	 */
	public boolean tryUpdate(VersionedUpdate update) {
		WriteStatus status = WriteStatus.FAILED;
		try {
			String sql = update.sql(this.database.names());
			int rows = this.database.sql(sql, update.bound()).update();
			if (rows > 1) {
				throw new JdbcUpdateAffectedIncorrectNumberOfRowsException(sql, 1, rows);
			}
			status = (rows == 1) ? WriteStatus.WRITTEN : WriteStatus.STALE;
			return rows == 1;
		}
		finally {
			this.database.listener().written(update.table(), WriteOperation.OPTIMISTIC_UPDATE, status);
		}
	}

	/**
	 * Changes a row.
	 * @param update the change
	 * @throws OptimisticLockingFailureException if the row is gone or has another
	 * version; {@link TransactionRetry} repeats it
	 * @throws org.springframework.dao.DataAccessException if the database refuses
	 */
	public void update(VersionedUpdate update) {
		if (!tryUpdate(update)) {
			throw new OptimisticLockingFailureException("No row of '%s' with %s and version %d: read it again"
				.formatted(update.table(), update.key(), update.version()));
		}
	}

}
