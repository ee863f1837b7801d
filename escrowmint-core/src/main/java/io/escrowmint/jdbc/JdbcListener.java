package io.escrowmint.jdbc;

import java.time.Duration;

/**
 * Hears of writes, locks and retries, for metrics. Called on the thread of the caller, so
 * it must be quick and thread-safe; what it throws is dropped. Hears the names of tables
 * as the code writes them, and never a value or a key.
 */
public interface JdbcListener {

	/** Hears nothing. */
	JdbcListener NONE = new JdbcListener() {
	};

	/**
	 * A statement that writes has ended. The transaction around it may still roll back.
	 * @param table the table
	 * @param operation what was asked for
	 * @param status how it ended
	 */
	default void written(String table, WriteOperation operation, WriteStatus status) {
	}

	/**
	 * A lock was asked for.
	 * @param strategy how
	 * @param status how it ended
	 * @param waited how long it took
	 */
	default void lockWaited(LockStrategy strategy, LockStatus status, Duration waited) {
	}

	/**
	 * A transaction was rolled back because of others, in a {@link TransactionRetry}.
	 * @param attempt which attempt it was, from 1
	 * @param last whether there is no further one
	 */
	default void collided(int attempt, boolean last) {
	}

	/** What a write is. */
	enum WriteOperation {

		/** An insert that a row with the same key absorbs. */
		IDEMPOTENT_INSERT,

		/** An update of a certain version of a row. */
		OPTIMISTIC_UPDATE

	}

	/** How a write ended. */
	enum WriteStatus {

		/** The row was written. */
		WRITTEN,

		/** The row was there already. */
		DUPLICATE,

		/** The row is gone, or has another version. */
		STALE,

		/** The database refused. */
		FAILED

	}

	/** How rows and names are locked. */
	enum LockStrategy {

		/** Rows, by {@code SELECT ... FOR UPDATE}. */
		ROW,

		/** A name. */
		ADVISORY

	}

	/** How asking for a lock ended. */
	enum LockStatus {

		/** It is held. */
		ACQUIRED,

		/** There is no such row, or none that is free. */
		NOTHING,

		/** Another held it for longer than the caller would wait. */
		TIMED_OUT,

		/** The database refused: a deadlock, for example. */
		FAILED

	}

}
