package io.escrowmint.redis;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/**
 * Refuses connection factories whose driver sends a command again when its reply is lost,
 * and cannot be kept from it.
 */
public final class AtMostOnce {

	private AtMostOnce() {
	}

	/**
	 * Sees that whoever writes through a connection factory knows how often it is
	 * written. Does not connect. Jedis repeats a command of a cluster up to five times,
	 * whatever became of it; told to try once only, it follows no redirection either.
	 * @param user the connection factory of the application
	 * @throws UnsupportedTopologyException if it is for a cluster, through Jedis
	 */
	public static void require(RedisConnectionFactory user) {
		if (user instanceof JedisConnectionFactory jedis && jedis.isRedisClusterAware()) {
			throw new UnsupportedTopologyException(
					"Redis Cluster through Jedis is not supported: Jedis sends a command again when its reply is lost, "
							+ "so that it could be applied twice",
					"Use Lettuce for Redis Cluster (the driver of spring-boot-starter-data-redis; "
							+ "spring.data.redis.client-type=lettuce).");
		}
	}

}
