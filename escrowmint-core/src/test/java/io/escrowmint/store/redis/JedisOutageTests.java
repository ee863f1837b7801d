package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.TopUpResult;
import io.escrowmint.testing.EmbeddedCluster;
import io.escrowmint.testing.EmbeddedRedis;
import io.lettuce.core.RedisURI;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisClientConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A driver that blocks: what waits for its threads until nobody wants it is not sent.
 */
@Timeout(120)
class JedisOutageTests {

	private static final int WALLETS = 200;

	/** The most that may be on its way. */
	private static final int THREADS = 4;

	@Test
	void callsThatWereGivenUpAreNotSentWhenRedisIsBack() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7().start()) {
			JedisConnectionFactory jedis = new JedisConnectionFactory(
					new RedisStandaloneConfiguration(redis.host(), redis.port()),
					JedisClientConfiguration.builder().readTimeout(OpenStore.PATIENCE).build());
			jedis.afterPropertiesSet();
			jedis.start();
			try (RedisQuotaStore store = store(jedis, Duration.ofMillis(500));
					OpenStore direct = OpenStore.on(redis.connectionFactory(), "jedis", (options) -> options)
						.connected()) {
				Awaitility.await().until(store::connect);
				redis.pause();
				List<CompletableFuture<TopUpResult>> calls = IntStream.range(0, WALLETS)
					.mapToObj((index) -> topUp(store, "w" + index))
					.toList();
				assertThat(calls).allSatisfy((call) -> assertThatExceptionOfType(EscrowMintException.class)
					.isThrownBy(() -> OpenStore.join(call)));
				redis.resume();
				Awaitility.await().ignoreExceptions().until(() -> OpenStore.join(topUp(store, "live")).applied());
				assertThat(IntStream.range(0, WALLETS).filter((index) -> direct.state("w" + index).exists()).count())
					.isLessThanOrEqualTo(THREADS);
			}
			finally {
				jedis.destroy();
			}
		}
	}

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
