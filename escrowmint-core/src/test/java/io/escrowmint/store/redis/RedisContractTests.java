package io.escrowmint.store.redis;

import io.escrowmint.contract.Engine;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.TestRedis;

/**
 * The whole contract on the Redis that is at hand.
 */
class RedisContractTests extends RedisContractSuite {

	@Override
	protected Engine newEngine(StoreOptions options) {
		return new RedisEngine(TestRedis.shared().connectionFactory(), options);
	}

}
