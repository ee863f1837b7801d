package io.escrowmint.store.redis;

import java.util.List;

import io.escrowmint.testing.AclUser;
import io.escrowmint.testing.EmbeddedRedis;
import io.lettuce.core.ReadFrom;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator is told about a Redis that could lose credits.
 */
class RedisDiagnosisTests {

	@Test
	void aSafeRedisIsNotWarnedOf() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7("appendonly yes").start()) {
			assertThat(new RedisDiagnosis(redis.connectionFactory()).warnings()).isEmpty();
		}
	}

	@Test
	void evictionIsWarnedOf() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7("appendonly yes", "maxmemory-policy allkeys-lru").start()) {
			assertThat(new RedisDiagnosis(redis.connectionFactory()).warnings()).singleElement()
				.asString()
				.contains("maxmemory-policy allkeys-lru")
				.contains("noeviction");
		}
	}

	@Test
	void nothingOnDiskIsWarnedOfAndTheStoreKeepsTheWarning() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7("save \"\"", "appendonly no").start();
				OpenStore store = OpenStore.on(redis.connectionFactory())) {
			assertThat(store.store().warnings()).isEmpty();
			store.connected();
			assertThat(store.store().warnings()).singleElement().asString().contains("nothing on disk");
		}
	}

	@Test
	void readsFromReplicasAreWarnedOf() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7("appendonly yes").start()) {
			LettuceConnectionFactory factory = new LettuceConnectionFactory(
					new RedisStandaloneConfiguration(redis.host(), redis.port()),
					LettuceClientConfiguration.builder().readFrom(ReadFrom.REPLICA_PREFERRED).build());
			factory.afterPropertiesSet();
			factory.start();
			List<String> warnings = new RedisDiagnosis(factory).warnings();
			factory.destroy();
			assertThat(warnings).singleElement().asString().contains("replicas");
		}
	}

	@Test
	void whatMayNotBeAskedIsPassedOver() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7("save \"\"", "maxmemory-policy allkeys-lru").start();
				AclUser user = AclUser.createWithoutInfo(redis.uri(), "escrowmint")) {
			assertThat(new RedisDiagnosis(user.connectionFactory()).warnings()).isEmpty();
		}
	}

}
