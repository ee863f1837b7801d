package io.escrowmint.store.redis;

import io.escrowmint.contract.Engine;
import io.escrowmint.lease.LeaseEndContract;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.TestRedis;

/**
 * How leases end on a real server.
 */
class RedisLeaseEndTests extends LeaseEndContract {

	@Override
	protected Engine newEngine(StoreOptions options) {
		return new RedisEngine(TestRedis.shared().connectionFactory(), options);
	}

}
