package io.escrowmint.jdbc;

import io.escrowmint.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * The whole contract, on one database.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcContractSuite {

	private final JdbcFixture fixture;

	JdbcContractSuite(TestDatabase database) {
		this.fixture = new JdbcFixture(database);
	}

	@AfterAll
	void close() {
		this.fixture.close();
	}

	@Nested
	class RowLocking extends RowLocksContract {

		RowLocking() {
			super(JdbcContractSuite.this.fixture);
		}

	}

	@Nested
	class AdvisoryLocking extends AdvisoryLocksContract {

		AdvisoryLocking() {
			super(JdbcContractSuite.this.fixture);
		}

	}

	@Nested
	class OptimisticUpdating extends OptimisticUpdatesContract {

		OptimisticUpdating() {
			super(JdbcContractSuite.this.fixture);
		}

	}

	@Nested
	class IdempotentInserting extends IdempotentInsertsContract {

		IdempotentInserting() {
			super(JdbcContractSuite.this.fixture);
		}

	}

	@Nested
	class Retrying extends TransactionRetryContract {

		Retrying() {
			super(JdbcContractSuite.this.fixture);
		}

	}

	@Nested
	class Contending extends ContentionContract {

		Contending() {
			super(JdbcContractSuite.this.fixture);
		}

	}

}
