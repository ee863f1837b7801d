package io.escrowmint.ledger.jdbc;

import java.util.List;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Writes many rows with few statements.
 *
 * @param <T> what becomes a row
 */
interface RowWriter<T> {

	/**
	 * Writes all rows, or throws; the caller's transaction says what becomes of some.
	 */
	void write(JdbcTemplate jdbc, List<T> rows);

}
