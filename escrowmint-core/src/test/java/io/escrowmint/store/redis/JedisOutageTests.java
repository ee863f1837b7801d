package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.TopUpResult;
import io.escrowmint.testing.EmbeddedCluster;
import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A driver that sends again is refused.
 */
@Timeout(120)
class JedisOutageTests {

	@Test
	void clusterIsRefused() {
		RedisURI node = EmbeddedCluster.shared().uris().get(0);
		JedisConnectionFactory jedis = new JedisConnectionFactory(
				new RedisClusterConfiguration(List.of(node.getHost() + ":" + node.getPort())));
		jedis.afterPropertiesSet();
		jedis.start();
		try (RedisQuotaStore store = store(jedis, OpenStore.PATIENCE);
				RedisQuotaStore unconnected = store(jedis, OpenStore.PATIENCE)) {
			assertThatExceptionOfType(StoreMismatchException.class).isThrownBy(store::connect)
				.withMessageContaining("Redis Cluster through Jedis is not supported")
				.satisfies((ex) -> assertThat(ex.action()).contains("Lettuce"));
			for (RedisQuotaStore refusing : List.of(store, unconnected)) {
				assertThatExceptionOfType(StoreUnavailableException.class)
					.isThrownBy(() -> OpenStore.join(topUp(refusing, "w")))
					.withMessageContaining("Use Lettuce for Redis Cluster");
			}
		}
		finally {
			jedis.destroy();
		}
	}

	private static CompletableFuture<TopUpResult> topUp(RedisQuotaStore store, String wallet) {
		return store.execute(TopUp.of(wallet, 1)).toCompletableFuture();
	}

	private static RedisQuotaStore store(RedisConnectionFactory factory, Duration timeout) {
		return RedisQuotaStore.create(factory,
				new RedisStoreOptions(RedisStoreOptions.DEFAULTS.store().withTimeout(timeout), "jedis"));
	}

}
