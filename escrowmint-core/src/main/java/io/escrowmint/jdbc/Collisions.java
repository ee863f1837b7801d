package io.escrowmint.jdbc;

import java.sql.SQLException;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.ConcurrencyFailureException;

/**
 * Tells the failures that other transactions caused, after which this one was certainly
 * not committed and may do better the next time. Spring's translation knows only some of
 * them.
 */
final class Collisions {

	// Serialization failure, deadlock, lock not available (PostgreSQL); lock timeout,
	// concurrent update (H2).
	private static final Set<String> STATES = Set.of("40001", "40P01", "55P03", "HYT00", "90131");

	// MariaDB and MySQL: record has changed since last read, lock wait timeout, deadlock,
	// NOWAIT.
	private static final Set<Integer> GENERAL_CODES = Set.of(1020, 1205, 1213, 3572);

	private static final int DEPTH = 20;

	private Collisions() {
	}

	static boolean isOne(Throwable failure) {
		Throwable cause = failure;
		for (int depth = 0; cause != null && depth < DEPTH; depth++) {
			if (cause instanceof ConcurrencyFailureException || isOneOfTheDriver(cause)) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

	static boolean isOneOfTheDriver(@Nullable Throwable failure) {
		return failure instanceof SQLException ex && (STATES.contains(String.valueOf(ex.getSQLState()))
				|| ("HY000".equals(ex.getSQLState()) && GENERAL_CODES.contains(ex.getErrorCode())));
	}

}
