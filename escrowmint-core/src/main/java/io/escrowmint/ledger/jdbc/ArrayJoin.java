package io.escrowmint.ledger.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/**
 * Reads the rows of many keys with one statement that joins arrays, which only PostgreSQL
 * knows. Its plan stays good for a few keys and for thousands, in a small table and in a
 * large one, which that of a long list does not.
 *
 * @param <K> a key
 * @param <T> what a row becomes
 */
final class ArrayJoin<K, T> implements KeyedRead<K, T> {

	private final String statement;

	private final List<Column<K>> columns;

	private final RowMapper<T> mapper;

	/**
	 * Creates a reader.
	 * @param select the statement up to the name of the table
	 * @param columns the columns of a key
	 * @param ending the statement after the join
	 * @param mapper reads a row
	 */
	ArrayJoin(String select, List<Column<K>> columns, String ending, RowMapper<T> mapper) {
		String arrays = columns.stream().map((column) -> "?::" + column.type + "[]").collect(Collectors.joining(", "));
		String names = IntStream.range(0, columns.size())
			.mapToObj((index) -> "k" + index)
			.collect(Collectors.joining(", "));
		String condition = IntStream.range(0, columns.size())
			.mapToObj((index) -> columns.get(index).name + " = k" + index)
			.collect(Collectors.joining(" and "));
		this.statement = select + " join unnest(" + arrays + ") as keys(" + names + ") on " + condition + ending;
		this.columns = columns;
		this.mapper = mapper;
	}

	@Override
	public List<T> read(JdbcTemplate jdbc, List<K> keys) {
		if (keys.isEmpty()) {
			return List.of();
		}
		List<T> found = jdbc.execute(this.statement, (PreparedStatement statement) -> {
			for (int index = 0; index < this.columns.size(); index++) {
				Column<K> column = this.columns.get(index);
				Object[] values = keys.stream().map(column.value).toArray();
				statement.setArray(index + 1, statement.getConnection().createArrayOf(column.type, values));
			}
			List<T> rows = new ArrayList<>();
			try (ResultSet result = statement.executeQuery()) {
				while (result.next()) {
					rows.add(this.mapper.mapRow(result, rows.size()));
				}
			}
			return rows;
		});
		return (found != null) ? found : List.of();
	}

	/**
	 * A column of a key.
	 *
	 * @param <K> a key
	 * @param name its name
	 * @param type its type
	 * @param value its value of a key
	 */
	record Column<K>(String name, String type, Function<K, Object> value) {

	}

}
