package io.escrowmint.ledger.jdbc;

import java.sql.SQLException;

/**
 * Says the values of a row or of a key.
 *
 * @param <T> what becomes a row, or a key
 */
interface Binder<T> {

	/**
	 * Says the values, in the order of the columns.
	 */
	void bind(Parameters parameters, T value) throws SQLException;

}
