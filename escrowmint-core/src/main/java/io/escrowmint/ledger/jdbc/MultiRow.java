package io.escrowmint.ledger.jdbc;

import java.sql.PreparedStatement;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import io.escrowmint.ledger.jdbc.LedgerDialect.Upsert;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Writes many rows with few statements: as many rows in one statement as fit, then the
 * rest in smaller ones. There are only a few different statements, so that drivers and
 * servers keep them prepared.
 *
 * @param <T> what becomes a row
 */
final class MultiRow<T> implements RowWriter<T> {

	private static final int[] SIZES = { 128, 32, 8, 2, 1 };

	private final List<String> statements;

	private final Binder<T> binder;

	/**
	 * Creates a writer.
	 * @param upsert what stands around the columns and the rows
	 * @param columns the names of the columns
	 * @param binder says the values of a row
	 */
	MultiRow(Upsert upsert, List<String> columns, Binder<T> binder) {
		String into = upsert.into() + " (" + String.join(", ", columns) + ")" + upsert.key() + " values ";
		String ending = upsert.ending();
		String row = "(" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
		this.statements = Arrays.stream(SIZES)
			.mapToObj((size) -> into + String.join(", ", Collections.nCopies(size, row)) + ending)
			.toList();
		this.binder = binder;
	}

	@Override
	public void write(JdbcTemplate jdbc, List<T> rows) {
		int done = 0;
		for (int index = 0; index < SIZES.length; index++) {
			int size = SIZES[index];
			int end = rows.size() - (rows.size() - done) % size;
			if (end > done) {
				write(jdbc, this.statements.get(index), rows.subList(done, end), size);
				done = end;
			}
		}
	}

	private void write(JdbcTemplate jdbc, String statement, List<T> rows, int size) {
		jdbc.execute(statement, (PreparedStatement prepared) -> {
			for (int from = 0; from < rows.size(); from += size) {
				Parameters parameters = new StatementParameters(prepared);
				for (T row : rows.subList(from, from + size)) {
					this.binder.bind(parameters, row);
				}
				prepared.executeUpdate();
			}
			return rows.size();
		});
	}

}
