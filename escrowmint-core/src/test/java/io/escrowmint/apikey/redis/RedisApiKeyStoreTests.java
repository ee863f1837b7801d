package io.escrowmint.apikey.redis;

import java.time.Duration;

import io.escrowmint.apikey.ApiKeyStore;
import io.escrowmint.apikey.ApiKeyStoreContract;
import io.escrowmint.testing.AclUser;
import io.escrowmint.testing.EmbeddedCluster;
import io.escrowmint.testing.EmbeddedRedis;
import io.escrowmint.testing.JedisClients;
import io.escrowmint.testing.TestRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/**
 * The contract of API keys in Redis: the shared server, a cluster, a user who is limited
 * to the prefix, the oldest version, another driver.
 */
class RedisApiKeyStoreTests extends ApiKeyStoreContract {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	@Override
	protected ApiKeyStore newStore() {
		return on(TestRedis.shared().connectionFactory());
	}

	private static ApiKeyStore on(RedisConnectionFactory factory) {
		return new RedisApiKeyStore(factory, newPrefix(), TIMEOUT);
	}

	@Nested
	class OnACluster extends ApiKeyStoreContract {

		@Override
		protected ApiKeyStore newStore() {
			return on(EmbeddedCluster.shared().connectionFactory());
		}

	}

	@Nested
	class AsALimitedUser extends ApiKeyStoreContract {

		private static final String PREFIX = "api-keys-acl";

		private static AclUser user;

		@BeforeAll
		static void createUser() {
			user = AclUser.createWithoutInfo(TestRedis.shared().uri(), PREFIX);
		}

		@AfterAll
		static void removeUser() {
			user.close();
		}

		@Override
		protected ApiKeyStore newStore() {
			return new RedisApiKeyStore(user.connectionFactory(), PREFIX + ":" + newPrefix(), TIMEOUT);
		}

	}

	@Nested
	class OnRedis62 extends ApiKeyStoreContract {

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
		protected ApiKeyStore newStore() {
			return on(server.connectionFactory());
		}

	}

	@Nested
	class ThroughJedis extends ApiKeyStoreContract {

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
		protected ApiKeyStore newStore() {
			return on(factory);
		}

	}

}
