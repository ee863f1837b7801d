package io.escrowmint.store.redis;

import io.escrowmint.contract.Engine;
import io.escrowmint.contract.EngineContractSuite;
import io.escrowmint.contract.FenceContract;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.TestRedis;
import org.junit.jupiter.api.Nested;

class RedisContractTests extends EngineContractSuite {

	@Override
	protected Engine newEngine(StoreOptions options) {
		return new RedisEngine(TestRedis.shared().connectionFactory(), options);
	}

	@Nested
	class Fence extends FenceContract {

		@Override
		protected Engine newEngine(StoreOptions options) {
			return RedisContractTests.this.newEngine(options);
		}

	}

}
