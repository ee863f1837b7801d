package io.escrowmint.stream;

import io.escrowmint.testing.TestDatabase;

class MariaDbStreamTests extends SqlStreamContract {

	MariaDbStreamTests() {
		super(TestDatabase.mariaDb(), "mariadb");
	}

}
