package io.escrowmint.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.function.Function;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;

/**
 * What the driver and the server cost without any work of ours: one asynchronous Lettuce
 * connection that all threads share, each waiting for its own reply.
 */
final class Floor implements Contender {

	/** What every other contender is held against. */
	static final String NAME = "F: EVALSHA return 1";

	private static final int STATE_BYTES = 70;

	private final String name;

	private final RedisClient client;

	private final StatefulRedisConnection<byte[], byte[]> connection;

	private final RedisAsyncCommands<byte[], byte[]> commands;

	private final Function<RedisAsyncCommands<byte[], byte[]>, Future<?>> work;

	private Floor(String name, RedisURI uri, Function<RedisAsyncCommands<byte[], byte[]>, Future<?>> work) {
		this.name = name;
		this.client = RedisClient.create(uri);
		this.connection = this.client.connect(ByteArrayCodec.INSTANCE);
		this.commands = this.connection.async();
		this.work = work;
	}

	static Contender script(RedisURI uri) {
		byte[] script = "return 1".getBytes(StandardCharsets.UTF_8);
		RedisClient client = RedisClient.create(uri);
		String sha1 = client.connect().sync().scriptLoad(script);
		client.shutdown();
		return new Floor(NAME, uri,
				(commands) -> commands.evalsha(sha1, ScriptOutputType.INTEGER, new byte[0][], new byte[0][]));
	}

	/**
	 * The calls in Redis that a consume needs, with no rule between them: time, a value
	 * of the size of a wallet's state and a key that is not there read, the value written
	 * back.
	 */
	static Contender readAndWrite(RedisURI uri) {
		byte[] script = """
				redis.call('TIME')
				local values = redis.call('MGET', KEYS[1], KEYS[2])
				redis.call('MSET', KEYS[2], values[2])
				return 1
				""".getBytes(StandardCharsets.UTF_8);
		byte[][] keys = { "bench:floor:nothing".getBytes(StandardCharsets.UTF_8),
				"bench:floor:value".getBytes(StandardCharsets.UTF_8) };
		RedisClient client = RedisClient.create(uri);
		StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
		connection.sync().set(keys[1], new byte[STATE_BYTES]);
		String sha1 = connection.sync().scriptLoad(script);
		client.shutdown();
		return new Floor("EVALSHA that reads and writes", uri,
				(commands) -> commands.evalsha(sha1, ScriptOutputType.INTEGER, keys, new byte[0][]));
	}

	static Contender ping(RedisURI uri) {
		return new Floor("PING", uri, RedisAsyncCommands::ping);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean hasWallets() {
		return false;
	}

	@Override
	public void call(int wallet) throws Exception {
		this.work.apply(this.commands).get();
	}

	@Override
	public void close() {
		this.connection.close();
		this.client.shutdown();
	}

}
