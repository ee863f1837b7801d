package io.escrowmint.jdbc;

import org.junit.jupiter.api.BeforeEach;

/**
 * What the parts of the contract have in common.
 */
abstract class JdbcContract {

	final JdbcFixture fixture;

	JdbcContract(JdbcFixture fixture) {
		this.fixture = fixture;
	}

	@BeforeEach
	void forget() {
		this.fixture.listener.heard.clear();
		this.fixture.listener.collisions.set(0);
	}

}
