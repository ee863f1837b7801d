package io.escrowmint.store.memory;

import io.escrowmint.contract.Engine;
import io.escrowmint.contract.EngineContractSuite;
import io.escrowmint.contract.FenceContract;
import io.escrowmint.store.StoreOptions;
import org.junit.jupiter.api.Nested;

class MemoryContractTests extends EngineContractSuite {

	@Override
	protected Engine newEngine(StoreOptions options) {
		return new MemoryEngine(options);
	}

	@Nested
	class Fence extends FenceContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return new MemoryEngine(options);
		}

	}

}
