package io.escrowmint.store.redis;

import io.escrowmint.contract.Engine;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.JedisClients;
import io.escrowmint.testing.TestRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/**
 * The whole contract through Spring Data's own connections, with another driver.
 */
class JedisContractTests extends RedisContractSuite {

	private static JedisConnectionFactory factory;

	@BeforeAll
	static void connect() {
		factory = JedisClients.start(TestRedis.shared().host(), TestRedis.shared().port());
	}

	@AfterAll
	static void disconnect() {
		factory.destroy();
	}

	@Override
	protected Engine newEngine(StoreOptions options) {
		return new RedisEngine(factory, options);
	}

}
