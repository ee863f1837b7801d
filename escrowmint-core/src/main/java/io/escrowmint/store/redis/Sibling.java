package io.escrowmint.store.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A connection factory beside the user's: same servers, same credentials, but one that
 * never replays. Mutations go through it; the user's own client would send them twice.
 */
final class Sibling implements AutoCloseable {

	private final LettuceConnectionFactory factory;

	private final StatefulConnection<byte[], byte[]> connection;

	private final RedisScriptingAsyncCommands<byte[], byte[]> commands;

	private Sibling(LettuceConnectionFactory factory, StatefulConnection<byte[], byte[]> connection,
			RedisScriptingAsyncCommands<byte[], byte[]> commands) {
		this.factory = factory;
		this.connection = connection;
		this.commands = commands;
	}

	/**
	 * Connects. Blocks until the connection stands or has failed.
	 */
	static Sibling connect(LettuceConnectionFactory user) {
		refuseStaticReplicas(user);
		LettuceConnectionFactory factory = new LettuceConnectionFactory(configuration(user),
				new NeverReplaying(user.getClientConfiguration(), user.isClusterAware()));
		factory.setShareNativeConnection(false);
		factory.afterPropertiesSet();
		factory.start();
		try {
			return open(factory, user.getDatabase());
		}
		catch (RuntimeException ex) {
			factory.destroy();
			throw ex;
		}
	}

	private static Sibling open(LettuceConnectionFactory factory, int database) {
		AbstractRedisClient client = factory.getRequiredNativeClient();
		if (client instanceof RedisClusterClient cluster) {
			StatefulRedisClusterConnection<byte[], byte[]> connection = cluster.connect(ByteArrayCodec.INSTANCE);
			return new Sibling(factory, connection, connection.async());
		}
		StatefulRedisConnection<byte[], byte[]> connection = ((RedisClient) client).connect(ByteArrayCodec.INSTANCE);
		if (database != 0) {
			connection.sync().select(database);
		}
		return new Sibling(factory, connection, connection.async());
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
					throw new StoreMismatchException("A static master/replica configuration of Redis is not supported",
							"Configure the primary alone, Sentinel or Cluster instead.");
				}
				throw ex;
			}
		}
	}

	RedisScriptingAsyncCommands<byte[], byte[]> commands() {
		return this.commands;
	}

	@Override
	public void close() {
		this.connection.close();
		this.factory.destroy();
	}

}
