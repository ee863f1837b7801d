package io.escrowmint.jdbc;

import io.escrowmint.testing.TestDatabase;

class H2JdbcTests extends JdbcContractSuite {

	H2JdbcTests() {
		super(TestDatabase.h2());
	}

}
