package io.escrowmint.ledger.jdbc;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/**
 * Reads the rows of many keys with one statement that takes arrays of them, which only
 * PostgreSQL knows. Each key is looked up by itself, in the index: a join would be
 * planned for the table as it was when the connection was new, and a plan that reads all
 * of a table while that is empty is kept while it grows.
 *
 * @param <K> a key
 * @param <T> what a row becomes
 */
final class ArrayJoin<K, T> implements KeyedRead<K, T> {

	private final String before;

	private final String after;

	private final Binder<K> binder;

	private final RowMapper<T> mapper;

	/**
	 * Creates a reader.
	 * @param select the statement up to the name of the table
	 * @param columns the columns of a key
	 * @param ending the statement after the keys
	 * @param binder says the values of a key
	 * @param mapper reads a row
	 */
	ArrayJoin(String select, List<String> columns, String ending, Binder<K> binder, RowMapper<T> mapper) {
		String names = IntStream.range(0, columns.size())
			.mapToObj((index) -> "k" + index)
			.collect(Collectors.joining(", "));
		String condition = IntStream.range(0, columns.size())
			.mapToObj((index) -> columns.get(index) + " = k" + index)
			.collect(Collectors.joining(" and "));
		this.before = "select found.* from unnest(";
		// an offset keeps the two from becoming a join
		this.after = ") as keys(" + names + ") cross join lateral (" + select + " where " + condition
				+ " offset 0) as found" + ending;
		this.binder = binder;
		this.mapper = mapper;
	}

	@Override
	public List<T> read(JdbcTemplate jdbc, List<K> keys) {
		if (keys.isEmpty()) {
			return List.of();
		}
		return jdbc.query(
				ColumnArrays.statement(keys, this.binder, (placeholders) -> this.before + placeholders + this.after),
				this.mapper);
	}

}
