package io.escrowmint.stream;

import java.sql.Connection;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.jta.JtaTransactionManager;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions that are certainly those of one database. In one of something else, each
 * statement would commit by itself, or be undone by the pool: it is refused before
 * anything is done. Thread-safe.
 */
final class SqlTransactions implements TransactionOperations {

	private final DataSource source;

	private final JdbcTemplate jdbc;

	private final TransactionOperations transactions;

	SqlTransactions(DataSource source, TransactionOperations transactions) {
		this.source = source;
		this.jdbc = new JdbcTemplate(source);
		this.transactions = transactions;
	}

	@Override
	public <T extends @Nullable Object> T execute(TransactionCallback<T> action) throws TransactionException {
		return this.transactions.execute((status) -> {
			requireOwn();
			return action.doInTransaction(status);
		});
	}

	JdbcTemplate jdbc() {
		return this.jdbc;
	}

	private void requireOwn() {
		if (!isBound()
				|| !Boolean.FALSE.equals(this.jdbc.execute((ConnectionCallback<Boolean>) Connection::getAutoCommit))) {
			throw new StreamMisconfiguredException(
					"The transaction manager begins no transactions of the DataSource that streams are to use",
					"Mark the transaction manager of this DataSource as @Primary, or make the bean with it.");
		}
	}

	// A transaction of JTA takes connections in as they are asked for; any other one has
	// its connection from the beginning.
	private boolean isBound() {
		Object key = (this.source instanceof TransactionAwareDataSourceProxy proxy
				&& proxy.getTargetDataSource() != null) ? proxy.getTargetDataSource() : this.source;
		return TransactionSynchronizationManager.getResource(key) instanceof ConnectionHolder
				|| this.transactions instanceof TransactionTemplate template
						&& template.getTransactionManager() instanceof JtaTransactionManager;
	}

}
