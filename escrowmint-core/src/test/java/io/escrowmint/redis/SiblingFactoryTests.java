package io.escrowmint.redis;

import java.nio.charset.StandardCharsets;

import io.escrowmint.testing.AclUser;
import io.escrowmint.testing.RedisClients;
import io.escrowmint.testing.TestRedis;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A sibling logs in as the user's connections do.
 */
class SiblingFactoryTests {

	@Test
	void siblingOfAFactoryThatDoesNotTellItsConfigurationKeepsItsUser() {
		try (AclUser user = AclUser.create(TestRedis.shared().uri(), "siblings")) {
			RedisStandaloneConfiguration server = new RedisStandaloneConfiguration(TestRedis.shared().host(),
					TestRedis.shared().port());
			server.setUsername(user.name());
			server.setPassword(user.password());
			RedisConfiguration mere = server;
			LettuceConnectionFactory factory = new LettuceConnectionFactory(mere,
					RedisClients.clientConfiguration().build());
			factory.afterPropertiesSet();
			factory.start();
			LettuceConnectionFactory sibling = SiblingFactory.beside(factory).create();
			try (RedisConnection connection = sibling.getConnection()) {
				assertThat(connection.execute("ACL", bytes("WHOAMI"))).isEqualTo(bytes(user.name()));
			}
			finally {
				sibling.destroy();
				factory.destroy();
			}
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
