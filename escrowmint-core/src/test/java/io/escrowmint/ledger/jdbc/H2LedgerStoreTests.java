package io.escrowmint.ledger.jdbc;

import javax.sql.DataSource;

import io.escrowmint.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class H2LedgerStoreTests extends LedgerStoreContract {

	private static TestDatabase database;

	@BeforeAll
	static void open() {
		database = TestDatabase.h2();
	}

	@AfterAll
	static void close() {
		database.close();
	}

	@Override
	DataSource dataSource() {
		return database.dataSource();
	}

}
