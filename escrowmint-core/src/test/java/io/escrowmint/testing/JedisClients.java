package io.escrowmint.testing;

import java.time.Duration;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisClientConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/**
 * Connections through Jedis, with Spring's defaults but for a read timeout of 20 seconds.
 */
public final class JedisClients {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private JedisClients() {
	}

	/**
	 * A started connection factory, to be destroyed by the caller.
	 */
	public static JedisConnectionFactory start(String host, int port) {
		JedisConnectionFactory factory = new JedisConnectionFactory(new RedisStandaloneConfiguration(host, port),
				JedisClientConfiguration.builder().readTimeout(TIMEOUT).usePooling().build());
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

}
