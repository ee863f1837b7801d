package io.escrowmint.jdbc;

import io.escrowmint.testing.TestDatabase;

class MariaDbJdbcTests extends JdbcContractSuite {

	MariaDbJdbcTests() {
		super(TestDatabase.mariaDb());
	}

}
