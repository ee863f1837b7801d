package io.escrowmint.ledger.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A database whose connections break when they are to commit, so that it rolls back, or
 * when they are to write entries, with a failure of one's choice.
 */
final class FailingCommits extends DelegatingDataSource {

	private volatile boolean failing;

	private volatile @Nullable SQLException onInsert;

	FailingCommits(DataSource target) {
		super(target);
	}

	/** Whether commits fail from now on, everything before them done. */
	void fail(boolean fails) {
		this.failing = fails;
	}

	/** What statements that insert entries throw from now on. */
	void failInserts(@Nullable SQLException failure) {
		this.onInsert = failure;
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = super.getConnection();
		return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("commit") && this.failing) {
						connection.rollback();
						throw new SQLException("The connection broke", "08006");
					}
					SQLException failure = this.onInsert;
					if (method.getName().equals("prepareStatement") && failure != null
							&& arguments[0].toString().matches("insert into \\w+_entries .*")) {
						throw failure;
					}
					try {
						return method.invoke(connection, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

}
