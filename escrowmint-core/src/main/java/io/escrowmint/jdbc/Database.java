package io.escrowmint.jdbc;

import java.sql.Connection;
import java.util.List;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A database, asked through the connection of the transaction in progress. Which one it
 * is is found out at the first use, so that an application starts without it.
 * Thread-safe.
 */
final class Database {

	private final JdbcTemplate template;

	private final JdbcClient client;

	private final JdbcListener listener;

	private volatile @Nullable Traits traits;

	Database(DataSource dataSource, JdbcListener listener) {
		this.template = new JdbcTemplate(dataSource);
		this.client = JdbcClient.create(this.template);
		this.listener = new GuardedListener(listener);
	}

	DataSource dataSource() {
		DataSource source = this.template.getDataSource();
		if (source == null) {
			throw new IllegalStateException("No DataSource");
		}
		return source;
	}

	JdbcListener listener() {
		return this.listener;
	}

	SqlNames names() {
		return traits().names();
	}

	SqlDialect dialect() {
		return traits().dialect();
	}

	JdbcClient.StatementSpec sql(String sql, List<@Nullable Object> values) {
		return this.client.sql(sql).params(values);
	}

	<T> T connected(ConnectionCallback<T> work) {
		T result = this.template.execute(work);
		if (result == null) {
			throw new IllegalStateException("No result from " + work);
		}
		return result;
	}

	/**
	 * A lock without a transaction would be gone before it was looked at.
	 */
	void requireTransaction(String what) {
		if (!TransactionSynchronizationManager.isActualTransactionActive()
				|| !TransactionSynchronizationManager.isSynchronizationActive()
				|| connected(Connection::getAutoCommit)) {
			throw new IllegalStateException(what
					+ " needs a transaction of its DataSource: call it within TransactionTemplate or @Transactional");
		}
	}

	private Traits traits() {
		Traits known = this.traits;
		if (known == null) {
			known = connected((connection) -> new Traits(SqlDialect.of(connection.getMetaData()),
					SqlNames.of(connection.getMetaData())));
			this.traits = known;
		}
		return known;
	}

	private record Traits(SqlDialect dialect, SqlNames names) {

	}

}
