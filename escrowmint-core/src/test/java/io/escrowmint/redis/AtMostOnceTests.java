package io.escrowmint.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.testing.EmbeddedCluster;
import io.escrowmint.testing.TestRedis;
import io.lettuce.core.RedisURI;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.connection.jedis.JedisClientConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Who sends a command again whose reply is lost is refused.
 */
@Timeout(120)
class AtMostOnceTests {

	/** Counts, and answers later than the driver waits. */
	private static final String SLOW_COUNTER = """
			redis.call('INCR', KEYS[1])
			local function millis() local t = redis.call('TIME') return t[1] * 1000 + t[2] / 1000 end
			local begin = millis()
			while millis() - begin < 300 do end
			return 1
			""";

	@Test
	void jedisSendsACommandToAClusterAgainWhenItsReplyIsLost() {
		String key = "counter-" + UUID.randomUUID();
		JedisConnectionFactory jedis = started(new JedisConnectionFactory(cluster(),
				JedisClientConfiguration.builder().readTimeout(Duration.ofMillis(200)).build()));
		// How late a reply comes is up to the machine too: now and then one comes in
		// time.
		AtomicInteger sent = new AtomicInteger();
		try (RedisConnection through = jedis.getConnection();
				RedisConnection beside = EmbeddedCluster.shared().connectionFactory().getConnection()) {
			Awaitility.await("if this fails Jedis has learnt better, and need not be refused").until(() -> {
				sent.incrementAndGet();
				try {
					through.scriptingCommands().eval(bytes(SLOW_COUNTER), ReturnType.INTEGER, 1, bytes(key));
				}
				catch (DataAccessException ex) {
					// late
				}
				byte[] count = beside.stringCommands().get(bytes(key));
				return count != null && Integer.parseInt(new String(count, StandardCharsets.UTF_8)) > sent.get();
			});
			beside.keyCommands().del(bytes(key));
		}
		finally {
			jedis.destroy();
		}
	}

	@Test
	void clusterThroughJedisIsRefused() {
		JedisConnectionFactory jedis = new JedisConnectionFactory(cluster());
		assertThatExceptionOfType(UnsupportedTopologyException.class).isThrownBy(() -> AtMostOnce.require(jedis))
			.withMessageContaining("Redis Cluster through Jedis is not supported")
			.satisfies((ex) -> assertThat(ex.action()).contains("Use Lettuce for Redis Cluster"));
		assertThatExceptionOfType(UnsupportedTopologyException.class).isThrownBy(() -> {
			try (PrimaryConnections connections = new PrimaryConnections(jedis)) {
				connections.open();
			}
		});
	}

	@Test
	void otherConnectionsAreNotRefused() {
		JedisConnectionFactory jedis = new JedisConnectionFactory(
				new RedisStandaloneConfiguration(TestRedis.shared().host(), TestRedis.shared().port()));
		assertThatNoException().isThrownBy(() -> AtMostOnce.require(jedis));
		assertThatNoException().isThrownBy(() -> AtMostOnce.require(EmbeddedCluster.shared().connectionFactory()));
	}

	private static RedisClusterConfiguration cluster() {
		List<RedisURI> nodes = EmbeddedCluster.shared().uris();
		return new RedisClusterConfiguration(
				nodes.stream().map((node) -> node.getHost() + ":" + node.getPort()).toList());
	}

	private static JedisConnectionFactory started(JedisConnectionFactory factory) {
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
