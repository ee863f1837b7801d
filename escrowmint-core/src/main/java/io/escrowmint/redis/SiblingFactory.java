package io.escrowmint.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Makes a connection factory beside the user's: same servers, same credentials, but one
 * that never sends a command twice, always speaks to primaries and shares no connection.
 */
public final class SiblingFactory {

	private SiblingFactory() {
	}

	/**
	 * Creates and starts the factory. Whoever asked for it destroys it.
	 * @param user the connection factory of the application
	 * @return a started factory
	 * @throws UnsupportedTopologyException if the user's has a static master/replica
	 * configuration
	 */
	public static LettuceConnectionFactory beside(LettuceConnectionFactory user) {
		refuseStaticReplicas(user);
		LettuceConnectionFactory factory = new LettuceConnectionFactory(configuration(user),
				new NeverReplaying(user.getClientConfiguration(), user.isClusterAware()));
		factory.setShareNativeConnection(false);
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	private static RedisConfiguration configuration(LettuceConnectionFactory user) {
		RedisConfiguration cluster = user.getClusterConfiguration();
		if (user.isClusterAware() && cluster != null) {
			return cluster;
		}
		RedisConfiguration sentinel = user.getSentinelConfiguration();
		if (user.isRedisSentinelAware() && sentinel != null) {
			return sentinel;
		}
		RedisConfiguration socket = user.getSocketConfiguration();
		return (socket != null) ? socket : standalone(user);
	}

	/**
	 * The getter answers its defaults when the user's factory was made of a mere
	 * {@link RedisConfiguration}; what its client connects to is then told by the client.
	 */
	private static RedisStandaloneConfiguration standalone(LettuceConnectionFactory user) {
		RedisStandaloneConfiguration known = user.getStandaloneConfiguration();
		if (known.getHostName().equals(user.getHostName()) && known.getPort() == user.getPort()) {
			return known;
		}
		RedisStandaloneConfiguration told = new RedisStandaloneConfiguration(user.getHostName(), user.getPort());
		told.setDatabase(user.getDatabase());
		told.setPassword(user.getPassword());
		return told;
	}

	/**
	 * A static master/replica configuration has no getter and would look like localhost;
	 * its client is the only one without an address.
	 */
	private static void refuseStaticReplicas(LettuceConnectionFactory user) {
		if (user.getRequiredNativeClient() instanceof RedisClient client) {
			try {
				client.connect(ByteArrayCodec.INSTANCE).close();
			}
			catch (IllegalStateException | IllegalArgumentException ex) {
				if (String.valueOf(ex.getMessage()).contains("RedisURI is not available")) {
					throw new UnsupportedTopologyException(
							"A static master/replica configuration of Redis is not supported",
							"Configure the primary alone, Sentinel or Cluster instead.");
				}
				throw ex;
			}
		}
	}

}
