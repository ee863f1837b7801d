package io.escrowmint.lease;

import io.escrowmint.contract.Engine;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.memory.MemoryEngine;

class LeaseEndTests extends LeaseEndContract {

	@Override
	protected Engine newEngine(StoreOptions options) {
		return new MemoryEngine(options);
	}

}
