package io.escrowmint.ledger.jdbc;

import java.util.List;

import io.escrowmint.ledger.jdbc.LedgerDialect.Upsert;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Writes many rows with one statement that takes each column as an array, which only
 * PostgreSQL knows. It has as many parameters as there are columns, however many rows
 * there are, so that it is parsed and planned once.
 *
 * @param <T> what becomes a row
 */
final class ArrayRows<T> implements RowWriter<T> {

	/** A bound on what both sides keep in memory for one statement. */
	private static final int MOST = 1024;

	private final String before;

	private final String after;

	private final Binder<T> binder;

	/**
	 * Creates a writer.
	 * @param upsert what stands around the columns and the rows
	 * @param columns the names of the columns
	 * @param binder says the values of a row
	 */
	ArrayRows(Upsert upsert, List<String> columns, Binder<T> binder) {
		this.before = upsert.into() + " (" + String.join(", ", columns) + ")" + upsert.key() + " select * from unnest(";
		this.after = ")" + upsert.ending();
		this.binder = binder;
	}

	@Override
	public void write(JdbcTemplate jdbc, List<T> rows) {
		for (int from = 0; from < rows.size(); from += MOST) {
			jdbc.update(ColumnArrays.statement(rows.subList(from, Math.min(rows.size(), from + MOST)), this.binder,
					(placeholders) -> this.before + placeholders + this.after));
		}
	}

}
