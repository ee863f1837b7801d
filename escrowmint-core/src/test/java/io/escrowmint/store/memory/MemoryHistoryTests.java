package io.escrowmint.store.memory;

import io.escrowmint.contract.Engine;
import io.escrowmint.contract.HistoryContract;
import io.escrowmint.store.StoreOptions;

/**
 * The reference against itself, in one partition and in many: that it answers the same
 * twice, obeys the law, and meets every outcome there is.
 */
class MemoryHistoryTests extends HistoryContract {

	@Override
	protected Engine newEngine(StoreOptions options) {
		return new MemoryEngine(options.withPartitions(1));
	}

	@Override
	protected Engine newReference(StoreOptions options) {
		return new MemoryEngine(options);
	}

}
