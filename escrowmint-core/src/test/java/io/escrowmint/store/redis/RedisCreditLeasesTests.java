package io.escrowmint.store.redis;

import io.escrowmint.contract.Engine;
import io.escrowmint.lease.CreditLeasesContract;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.TestRedis;

/**
 * Leases on a real server.
 */
class RedisCreditLeasesTests extends CreditLeasesContract {

	@Override
	protected Engine newEngine(StoreOptions options) {
		return new RedisEngine(TestRedis.shared().connectionFactory(), options);
	}

}
