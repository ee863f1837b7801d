package io.escrowmint.store.redis;

import io.escrowmint.contract.Engine;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.AclUser;
import io.escrowmint.testing.EmbeddedCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The whole contract on a Redis Cluster of three primaries, as a user who may touch
 * nothing beyond the prefix, and may not ask for the server's settings.
 */
class ClusterContractTests extends RedisContractSuite {

	private static final String PREFIX = "acl-limited";

	private static AclUser user;

	@BeforeAll
	static void createUser() {
		user = AclUser.createWithoutInfo(EmbeddedCluster.shared(), PREFIX);
	}

	@AfterAll
	static void removeUser() {
		user.close();
	}

	@Override
	protected Engine newEngine(StoreOptions options) {
		return RedisEngine.underCommonPrefix(user.connectionFactory(), options, PREFIX);
	}

}
