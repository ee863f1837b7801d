package io.escrowmint.store.redis;

import io.escrowmint.contract.Engine;
import io.escrowmint.contract.HistoryContract;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.memory.MemoryEngine;
import io.escrowmint.testing.TestRedis;

/**
 * Random histories on a real Redis and on the embedded engine.
 */
class RedisHistoryTests extends HistoryContract {

	@Override
	protected Engine newEngine(StoreOptions options) {
		return new RedisEngine(TestRedis.shared().connectionFactory(), options);
	}

	@Override
	protected Engine newReference(StoreOptions options) {
		return new MemoryEngine(options);
	}

	@Override
	protected int threads() {
		return 4;
	}

}
