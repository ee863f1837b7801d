package io.escrowmint.stream;

import io.escrowmint.testing.TestDatabase;

class PostgreSqlStreamTests extends SqlStreamContract {

	PostgreSqlStreamTests() {
		super(TestDatabase.postgres(), "postgresql");
	}

}
