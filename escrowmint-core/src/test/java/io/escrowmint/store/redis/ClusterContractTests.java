package io.escrowmint.store.redis;

import io.escrowmint.contract.Engine;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.EmbeddedCluster;

/**
 * The whole contract on a Redis Cluster of three primaries.
 */
class ClusterContractTests extends RedisContractSuite {

	@Override
	protected Engine newEngine(StoreOptions options) {
		return new RedisEngine(EmbeddedCluster.shared().connectionFactory(), options);
	}

}
