package io.escrowmint.store.redis;

import io.escrowmint.contract.Engine;
import io.escrowmint.contract.FoldContract;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.TestRedis;

class RedisFoldTests extends FoldContract {

	@Override
	protected Engine newEngine(StoreOptions options) {
		return new RedisEngine(TestRedis.shared().connectionFactory(), options);
	}

	@Override
	protected int histories() {
		return 40;
	}

}
