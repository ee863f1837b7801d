package io.escrowmint.ledger.jdbc;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/**
 * What the databases say in different words.
 */
enum LedgerDialect {

	POSTGRESQL("PostgreSQL") {

		@Override
		String immediateConstraints() {
			return "set constraints all immediate";
		}

		@Override
		<K, T> KeyedRead<K, T> read(String select, List<String> key, String ending, Binder<K> binder,
				RowMapper<T> mapper) {
			return new ArrayJoin<>(select, key, ending, binder, mapper);
		}

		@Override
		<T> RowWriter<T> writer(Upsert upsert, List<String> columns, Binder<T> binder) {
			return new ArrayRows<>(upsert, columns, binder);
		}

		@Override
		Upsert upsert(String table, List<String> keys, List<String> columns) {
			return new Upsert("insert into " + table, "", " on conflict (" + String.join(", ", keys)
					+ ") do update set " + sets(keys, columns, "%1$s = excluded.%1$s"));
		}

	},

	MARIADB("MariaDB") {

		@Override
		Upsert upsert(String table, List<String> keys, List<String> columns) {
			return onDuplicateKey(table, keys, columns);
		}

	},

	MYSQL("MySQL") {

		@Override
		Upsert upsert(String table, List<String> keys, List<String> columns) {
			return onDuplicateKey(table, keys, columns);
		}

	},

	H2("H2") {

		@Override
		Upsert upsert(String table, List<String> keys, List<String> columns) {
			return new Upsert("merge into " + table, " key (" + String.join(", ", keys) + ")", "");
		}

	};

	private final String product;

	LedgerDialect(String product) {
		this.product = product;
	}

	/**
	 * Returns how the rows of many keys are read.
	 * @param select the statement up to the name of the table
	 * @param key the columns of a key
	 * @param ending the statement after the keys
	 * @param binder says the values of a key
	 * @param mapper reads a row
	 */
	<K, T> KeyedRead<K, T> read(String select, List<String> key, String ending, Binder<K> binder, RowMapper<T> mapper) {
		String names = String.join(", ", key);
		String placeholders = String.join(", ", Collections.nCopies(key.size(), "?"));
		return new InList<>(select + " where (" + names + ") in ", "(" + placeholders + ")", ending, binder, mapper);
	}

	/**
	 * Returns how many rows are written.
	 * @param upsert what stands around the columns and the rows
	 * @param columns the names of the columns
	 * @param binder says the values of a row
	 */
	<T> RowWriter<T> writer(Upsert upsert, List<String> columns, Binder<T> binder) {
		return new MultiRow<>(upsert, columns, binder);
	}

	/**
	 * Returns how rows are inserted, or replace those with the same key.
	 */
	abstract Upsert upsert(String table, List<String> keys, List<String> columns);

	/**
	 * Returns a statement after which what a row breaks is said at once and not at the
	 * commit; {@code null} where it always is.
	 */
	@Nullable String immediateConstraints() {
		return null;
	}

	static LedgerDialect of(DataSource dataSource) throws MetaDataAccessException {
		String product = JdbcUtils.extractDatabaseMetaData(dataSource, (data) -> data.getDatabaseProductName());
		return Arrays.stream(values())
			.filter((dialect) -> dialect.product.equalsIgnoreCase(product))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("The ledger knows no " + product + ", only "
					+ Stream.of(values()).map((dialect) -> dialect.product).collect(Collectors.joining(", "))));
	}

	/**
	 * Returns how the platform is called in the names of scripts.
	 */
	String platform() {
		return name().toLowerCase(Locale.ROOT);
	}

	private static Upsert onDuplicateKey(String table, List<String> keys, List<String> columns) {
		return new Upsert("insert into " + table, "",
				" on duplicate key update " + sets(keys, columns, "%1$s = values(%1$s)"));
	}

	private static String sets(List<String> keys, List<String> columns, String pattern) {
		return columns.stream()
			.filter((column) -> !keys.contains(column))
			.map((column) -> String.format(Locale.ROOT, pattern, column))
			.collect(Collectors.joining(", "));
	}

	/**
	 * How rows are inserted or replaced.
	 *
	 * @param into what comes before the columns
	 * @param key what comes after the columns
	 * @param ending what comes after the rows
	 */
	record Upsert(String into, String key, String ending) {

	}

}
