package io.escrowmint.testing;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A pool with auto-commit off, over one of the rig: what nobody commits is rolled back
 * when its connection is closed.
 */
public final class ManualCommits extends DelegatingDataSource {

	public ManualCommits(DataSource pool) {
		super(pool);
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = super.getConnection();
		connection.setAutoCommit(false);
		return connection;
	}

}
