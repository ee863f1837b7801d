package io.escrowmint.store.redis;

import io.escrowmint.contract.Engine;
import io.escrowmint.contract.EngineContractSuite;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.TestRedis;

class RedisContractTests extends EngineContractSuite {

	@Override
	protected Engine newEngine(StoreOptions options) {
		return new RedisEngine(TestRedis.shared().connectionFactory(), options);
	}

}
