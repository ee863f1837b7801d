package io.escrowmint.stream;

import io.escrowmint.testing.TestDatabase;

class H2StreamTests extends SqlStreamContract {

	H2StreamTests() {
		super(TestDatabase.h2(), "h2");
	}

}
