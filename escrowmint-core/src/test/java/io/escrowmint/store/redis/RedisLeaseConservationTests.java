package io.escrowmint.store.redis;

import io.escrowmint.contract.Engine;
import io.escrowmint.lease.LeaseConservationContract;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.TestRedis;

/**
 * Leases of one process under many threads on a real server.
 */
class RedisLeaseConservationTests extends LeaseConservationContract {

	@Override
	protected Engine newEngine(StoreOptions options) {
		return new RedisEngine(TestRedis.shared().connectionFactory(), options);
	}

}
