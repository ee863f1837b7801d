package io.escrowmint.store.memory;

import io.escrowmint.contract.Engine;
import io.escrowmint.contract.LedgerHistoryContract;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.TestDatabase;

/**
 * Random histories of the embedded engine, landed in H2.
 */
class MemoryLedgerHistoryTests extends LedgerHistoryContract {

	@Override
	protected Engine newEngine(StoreOptions options) {
		return new MemoryEngine(options);
	}

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabase.h2();
	}

}
