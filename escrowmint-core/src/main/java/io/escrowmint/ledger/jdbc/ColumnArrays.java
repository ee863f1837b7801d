package io.escrowmint.ledger.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.PreparedStatementCreator;

/**
 * Gathers rows by column: a statement of PostgreSQL takes each column as one array, so
 * that it is the same statement for one row and for thousands.
 */
final class ColumnArrays implements Parameters {

	private final List<Column> columns = new ArrayList<>();

	private int next;

	private ColumnArrays() {
	}

	/**
	 * Makes a statement whose parameters are the columns of some rows.
	 * @param rows one or more rows
	 * @param binder says the values of a row
	 * @param sql makes the statement of the placeholders of all columns
	 */
	static <T> PreparedStatementCreator statement(List<T> rows, Binder<T> binder, UnaryOperator<String> sql) {
		return (connection) -> {
			ColumnArrays arrays = new ColumnArrays();
			for (T row : rows) {
				arrays.next = 0;
				binder.bind(arrays, row);
			}
			return arrays.prepare(connection, sql);
		};
	}

	private PreparedStatement prepare(Connection connection, UnaryOperator<String> sql) throws SQLException {
		String placeholders = this.columns.stream()
			.map((column) -> "?::" + column.type.sql + "[]")
			.collect(Collectors.joining(", "));
		PreparedStatement statement = connection.prepareStatement(sql.apply(placeholders));
		try {
			for (int index = 0; index < this.columns.size(); index++) {
				Column column = this.columns.get(index);
				statement.setArray(index + 1, connection.createArrayOf(column.type.sql, column.values()));
			}
			return statement;
		}
		catch (SQLException ex) {
			statement.close();
			throw ex;
		}
	}

	@Override
	public Parameters text(@Nullable String value) {
		return add(Type.TEXT, value);
	}

	@Override
	public Parameters number(@Nullable Long value) {
		return add(Type.LONG, value);
	}

	@Override
	public Parameters number(int value) {
		return add(Type.INTEGER, value);
	}

	@Override
	public Parameters flag(boolean value) {
		return add(Type.BOOLEAN, value);
	}

	private Parameters add(Type type, @Nullable Object value) {
		if (this.next == this.columns.size()) {
			this.columns.add(new Column(type, new ArrayList<>()));
		}
		this.columns.get(this.next++).gathered.add(value);
		return this;
	}

	/** Arrays of a type of their own travel in binary form. */
	private enum Type {

		TEXT("text", String[]::new), LONG("int8", Long[]::new), INTEGER("int4", Integer[]::new),
		BOOLEAN("bool", Boolean[]::new);

		private final String sql;

		private final IntFunction<@Nullable Object[]> array;

		Type(String sql, IntFunction<@Nullable Object[]> array) {
			this.sql = sql;
			this.array = array;
		}

	}

	private record Column(Type type, List<@Nullable Object> gathered) {

		@Nullable Object[] values() {
			return this.gathered.toArray(this.type.array.apply(this.gathered.size()));
		}

	}

}
