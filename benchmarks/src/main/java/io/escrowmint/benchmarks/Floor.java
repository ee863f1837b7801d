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
