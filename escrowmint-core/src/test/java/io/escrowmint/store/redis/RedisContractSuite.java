package io.escrowmint.store.redis;

import io.escrowmint.contract.Engine;
import io.escrowmint.contract.EngineContractSuite;
import io.escrowmint.contract.FenceContract;
import io.escrowmint.store.StoreOptions;
import org.junit.jupiter.api.Nested;

/**
 * The whole contract of an engine that has a fence, as Redis has everywhere.
 */
abstract class RedisContractSuite extends EngineContractSuite {

	@Nested
	class Fence extends FenceContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return RedisContractSuite.this.newEngine(options);
		}

	}

}
