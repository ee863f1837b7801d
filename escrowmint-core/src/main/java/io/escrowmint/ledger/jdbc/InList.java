package io.escrowmint.ledger.jdbc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/**
 * Reads the rows of many keys with few statements. The last key fills up a statement, so
 * that there are only a few different ones.
 *
 * @param <K> a key
 * @param <T> what a row becomes
 */
final class InList<K, T> implements KeyedRead<K, T> {

	private static final int[] SIZES = { 1, 8, 64, 256 };

	private final String before;

	private final String one;

	private final String after;

	private final Binder<K> binder;

	private final RowMapper<T> mapper;

	/**
	 * Creates a reader.
	 * @param before the statement up to the list
	 * @param one the placeholders of one key
	 * @param after the statement after the list
	 * @param binder says the values of a key
	 * @param mapper reads a row
	 */
	InList(String before, String one, String after, Binder<K> binder, RowMapper<T> mapper) {
		this.before = before;
		this.one = one;
		this.after = after;
		this.binder = binder;
		this.mapper = mapper;
	}

	@Override
	public List<T> read(JdbcTemplate jdbc, List<K> keys) {
		List<T> rows = new ArrayList<>();
		int largest = SIZES[SIZES.length - 1];
		for (int from = 0; from < keys.size(); from += largest) {
			rows.addAll(readSome(jdbc, keys.subList(from, Math.min(keys.size(), from + largest))));
		}
		return rows;
	}

	private List<T> readSome(JdbcTemplate jdbc, List<K> keys) {
		int size = sizeFor(keys.size());
		String list = String.join(", ", Collections.nCopies(size, this.one));
		return jdbc.query(this.before + "(" + list + ")" + this.after, (statement) -> {
			Parameters parameters = new StatementParameters(statement);
			for (int index = 0; index < size; index++) {
				this.binder.bind(parameters, keys.get(Math.min(index, keys.size() - 1)));
			}
		}, this.mapper);
	}

	private static int sizeFor(int keys) {
		for (int size : SIZES) {
			if (size >= keys) {
				return size;
			}
		}
		throw new IllegalArgumentException("Too many keys: " + keys);
	}

}
