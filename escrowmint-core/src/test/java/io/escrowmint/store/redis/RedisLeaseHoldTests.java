package io.escrowmint.store.redis;

import io.escrowmint.contract.Engine;
import io.escrowmint.lease.LeaseHoldContract;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.TestRedis;

/**
 * Holds on leases on a real server.
 */
class RedisLeaseHoldTests extends LeaseHoldContract {

	@Override
	protected Engine newEngine(StoreOptions options) {
		return new RedisEngine(TestRedis.shared().connectionFactory(), options);
	}

}
