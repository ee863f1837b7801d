package io.escrowmint.store.redis;

import io.escrowmint.contract.Engine;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.EmbeddedRedis;
import io.escrowmint.testing.JedisClients;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/**
 * The whole contract through Spring Data's own connections, with another driver, on the
 * oldest Redis that is supported.
 */
class JedisContractTests extends RedisContractSuite {

	private static EmbeddedRedis server;

	private static JedisConnectionFactory factory;

	@BeforeAll
	static void connect() {
		server = EmbeddedRedis.version62().start();
		factory = JedisClients.start(server.host(), server.port());
	}

	@AfterAll
	static void disconnect() {
		factory.destroy();
		server.close();
	}

	@Override
	protected Engine newEngine(StoreOptions options) {
		return new RedisEngine(factory, options);
	}

}
