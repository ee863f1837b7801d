package io.escrowmint.store.memory;

import io.escrowmint.contract.Engine;
import io.escrowmint.contract.FoldContract;
import io.escrowmint.store.StoreOptions;

class MemoryFoldTests extends FoldContract {

	@Override
	protected Engine newEngine(StoreOptions options) {
		return new MemoryEngine(options);
	}

	@Override
	protected int histories() {
		return 200;
	}

}
