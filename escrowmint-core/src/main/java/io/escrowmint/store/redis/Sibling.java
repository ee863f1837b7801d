package io.escrowmint.store.redis;

import io.escrowmint.redis.SiblingFactory;
import io.escrowmint.redis.UnsupportedTopologyException;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
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
		LettuceConnectionFactory factory = factory(user);
		try {
			return open(factory, user.getDatabase());
		}
		catch (RuntimeException ex) {
			factory.destroy();
			throw ex;
		}
	}

	private static LettuceConnectionFactory factory(LettuceConnectionFactory user) {
		try {
			return SiblingFactory.beside(user);
		}
		catch (UnsupportedTopologyException ex) {
			throw new StoreMismatchException(String.valueOf(ex.getMessage()), ex.action());
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

	RedisScriptingAsyncCommands<byte[], byte[]> commands() {
		return this.commands;
	}

	@Override
	public void close() {
		this.connection.close();
		this.factory.destroy();
	}

}
