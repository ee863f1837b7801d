package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

import io.escrowmint.redis.SiblingFactory;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A connection beside the user's: same servers, same credentials, but one that never
 * replays. Mutations go through it; the user's own client would send them twice.
 */
final class Sibling implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

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
	static Sibling connect(SiblingFactory siblings) {
		LettuceConnectionFactory factory = siblings.createUntimed(PATIENCE);
		try {
			return open(factory);
		}
		catch (RuntimeException ex) {
			factory.destroy();
			throw ex;
		}
	}

	private static Sibling open(LettuceConnectionFactory factory) {
		AbstractRedisClient client = factory.getRequiredNativeClient();
		if (client instanceof RedisClusterClient cluster) {
			StatefulRedisClusterConnection<byte[], byte[]> connection = cluster.connect(ByteArrayCodec.INSTANCE);
			return new Sibling(factory, connection, connection.async());
		}
		StatefulRedisConnection<byte[], byte[]> connection = ((RedisClient) client).connect(ByteArrayCodec.INSTANCE);
		if (factory.getDatabase() != 0) {
			connection.sync().select(factory.getDatabase());
		}
		return new Sibling(factory, connection, connection.async());
	}

	CompletionStage<List<Object>> sendDigest(Script script, byte[][] keys, byte[][] args) {
		return this.commands.evalsha(script.sha1(), ScriptOutputType.MULTI, keys, args);
	}

	CompletionStage<List<Object>> send(Script script, byte[][] keys, byte[][] args) {
		return this.commands.eval(script.text(), ScriptOutputType.MULTI, keys, args);
	}

	@Override
	public void close() {
		this.connection.close();
		this.factory.destroy();
	}

}
