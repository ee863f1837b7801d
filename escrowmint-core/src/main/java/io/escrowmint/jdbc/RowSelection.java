package io.escrowmint.jdbc;

import java.util.List;

/**
 * Which rows to lock.
 *
 * @param table the table, maybe with its schema
 * @param condition what the rows have in common; never empty, because a table is not
 * locked row by row
 * @param order the columns by which the rows are locked, one after the other; two
 * transactions that lock several rows each must use one order, or they deadlock
 * @param limit how many rows are locked at most; 0 is all of them
 * @param skipLocked whether rows that another transaction holds are passed over
 */
public record RowSelection(String table, Columns condition, List<String> order, int limit, boolean skipLocked) {

	/**
	 * Checks the parts.
	 */
	public RowSelection {
		SqlNames.check(table);
		condition.orRefuse("condition");
		order.forEach(SqlNames::check);
		order = List.copyOf(order);
		if (limit < 0) {
			throw new IllegalArgumentException("Invalid limit %d: must be 0 or more".formatted(limit));
		}
	}

	/**
	 * All rows that fit, waiting for whoever holds one.
	 * @param table the table
	 * @param condition what the rows have in common
	 * @return the selection
	 * @throws IllegalArgumentException if the condition is empty
	 */
	public static RowSelection of(String table, Columns condition) {
		return new RowSelection(table, condition, List.of(), 0, false);
	}

	/**
	 * The same rows in an order.
	 * @param columns the columns, the first counts most
	 * @return the selection
	 */
	public RowSelection orderBy(String... columns) {
		return new RowSelection(this.table, this.condition, List.of(columns), this.limit, this.skipLocked);
	}

	/**
	 * The first of these rows.
	 * @param rows how many
	 * @return the selection
	 */
	public RowSelection limit(int rows) {
		return new RowSelection(this.table, this.condition, this.order, rows, this.skipLocked);
	}

	/**
	 * These rows without those that another transaction holds.
	 * @return the selection
	 */
	public RowSelection skippingLocked() {
		return new RowSelection(this.table, this.condition, this.order, this.limit, true);
	}

	String sql(SqlNames sql) {
		StringBuilder text = new StringBuilder("SELECT * FROM ").append(sql.quoted(this.table));
		text.append(" WHERE ").append(this.condition.condition(sql));
		if (!this.order.isEmpty()) {
			text.append(" ORDER BY ").append(String.join(", ", this.order.stream().map(sql::quoted).toList()));
		}
		if (this.limit > 0) {
			text.append(" LIMIT ").append(this.limit);
		}
		return text.append(this.skipLocked ? " FOR UPDATE SKIP LOCKED" : " FOR UPDATE").toString();
	}

}
