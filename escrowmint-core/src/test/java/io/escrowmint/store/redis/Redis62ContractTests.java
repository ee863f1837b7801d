package io.escrowmint.store.redis;

import io.escrowmint.contract.Engine;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.EmbeddedRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * The whole contract on the oldest Redis that is supported.
 * <p>
 * Through another driver it always runs: {@link JedisContractTests}.
 */
@Tag("soak")
class Redis62ContractTests extends RedisContractSuite {

	private static EmbeddedRedis server;

	@BeforeAll
	static void startServer() {
		server = EmbeddedRedis.version62().start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Override
	protected Engine newEngine(StoreOptions options) {
		return new RedisEngine(server.connectionFactory(), options);
	}

}
