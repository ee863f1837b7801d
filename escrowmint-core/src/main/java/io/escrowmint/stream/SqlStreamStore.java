package io.escrowmint.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Where processors that commit in a database keep state, position and dead letters:
 * PostgreSQL, MariaDB, MySQL and H2, in the tables of {@code schema-*.sql} beside this
 * class. Thread-safe.
 */
public final class SqlStreamStore {

	private static final String MYSQL_NOW = "timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000";

	private static final String STANDARD_NOW = "cast(extract(epoch from current_timestamp) * 1000 as bigint)";

	private final SqlTransactions transactions;

	private volatile @Nullable String now;

	/**
	 * Creates a store.
	 * @param source the database that handlers write to
	 * @param transactions begins, commits and rolls back in that database; if they turn
	 * out to be another's, every use fails with a {@link StreamMisconfiguredException}
	 */
	public SqlStreamStore(DataSource source, TransactionOperations transactions) {
		this.transactions = new SqlTransactions(source, transactions);
	}

	JdbcTemplate jdbc() {
		return this.transactions.jdbc();
	}

	TransactionOperations transactions() {
		return this.transactions;
	}

	/**
	 * Changes at most one row, in a transaction, so that it is committed whatever the
	 * pool does with its connections.
	 * @return whether there was one
	 */
	boolean change(String sql, Object... values) {
		return this.transactions.execute((status) -> jdbc().update(sql, values) == 1);
	}

	/**
	 * Returns the expression for the time of the database, in milliseconds.
	 */
	String now() {
		String known = this.now;
		if (known == null) {
			String product = jdbc().execute(
					(ConnectionCallback<String>) (connection) -> connection.getMetaData().getDatabaseProductName());
			String name = String.valueOf(product).toLowerCase(Locale.ROOT);
			known = (name.contains("mariadb") || name.contains("mysql")) ? MYSQL_NOW : STANDARD_NOW;
			this.now = known;
		}
		return known;
	}

	void bury(String reader, Publication letter) {
		StringBuilder text = new StringBuilder();
		letter.fields().forEach((part) -> text.append(Base64.getEncoder().encodeToString(part)).append(' '));
		jdbc().update("insert into escrowmint_stream_dead_letter (reader, fields) values (?, ?)", reader,
				Publication.utf8(text.toString()));
	}

	/**
	 * Returns the dead letters of a reader.
	 */
	SqlLetters letters(String reader) {
		return new SqlLetters(this, reader);
	}

	static Map<String, byte[]> fields(byte[] text) {
		List<byte[]> parts = new ArrayList<>();
		for (String part : new String(text, StandardCharsets.US_ASCII).split(" ", -1)) {
			parts.add(Base64.getDecoder().decode(part));
		}
		Map<String, byte[]> fields = new LinkedHashMap<>();
		for (int index = 0; index + 1 < parts.size(); index += 2) {
			fields.put(new String(parts.get(index), StandardCharsets.UTF_8), parts.get(index + 1));
		}
		return fields;
	}

}
