package io.escrowmint.testing;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The user of a prefix is as confined as a managed service would have it.
 */
@Timeout(120)
class AclUserTests {

	@Test
	void userOfAPrefixIsRefusedOutsideIt() {
		try (AclUser user = AclUser.create(TestRedis.shared().uri(), "mine")) {
			assertUserIsConfined(user, "mine");
			assertThat(ask(user.connectionFactory(), "INFO")).isNotNull();
		}
		try (AclUser user = AclUser.createWithoutInfo(TestRedis.shared().uri(), "mine")) {
			assertUserIsConfined(user, "mine");
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> ask(user.connectionFactory(), "INFO"))
				.havingRootCause()
				.withMessageContaining("NOPERM");
		}
	}

	@Test
	void userOfAPrefixIsConfinedOnAnOlderServer() {
		try (EmbeddedRedis redis = EmbeddedRedis.version62().start();
				AclUser user = AclUser.create(redis.uri(), "mine")) {
			assertUserIsConfined(user, "mine");
		}
	}

	@Test
	void userOfAPrefixIsConfinedInACluster() {
		try (AclUser user = AclUser.create(EmbeddedCluster.shared(), "mine")) {
			assertUserIsConfined(user, "mine");
		}
	}

	private static void assertUserIsConfined(AclUser user, String prefix) {
		StringRedisTemplate template = new StringRedisTemplate(user.connectionFactory());
		template.opsForValue().set(prefix + ":a", "1");
		assertThat(template.opsForValue().get(prefix + ":a")).isEqualTo("1");
		assertRefused(() -> template.opsForValue().get("theirs:a"));
		assertRefused(() -> template.keys(prefix + ":*"));
		try (RedisConnection connection = user.connectionFactory().getConnection()) {
			assertRefused(connection.scriptingCommands()::scriptFlush);
			assertRefused(connection.serverCommands()::flushAll);
			assertRefused(() -> connection.serverCommands().getConfig("maxmemory"));
		}
	}

	private static void assertRefused(ThrowingCallable call) {
		assertThatExceptionOfType(Exception.class).isThrownBy(call).havingRootCause().withMessageContaining("NOPERM");
	}

	private static @Nullable Object ask(LettuceConnectionFactory factory, String command) {
		try (RedisConnection connection = factory.getConnection()) {
			return connection.execute(command);
		}
	}

}
