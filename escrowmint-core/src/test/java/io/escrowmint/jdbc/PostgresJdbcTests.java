package io.escrowmint.jdbc;

import io.escrowmint.testing.TestDatabase;

class PostgresJdbcTests extends JdbcContractSuite {

	PostgresJdbcTests() {
		super(TestDatabase.postgres());
	}

}
