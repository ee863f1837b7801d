package io.escrowmint.apikey.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.escrowmint.apikey.redis.ApiKeyScripts.Verb;
import io.escrowmint.redis.RedisScript;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Runs the scripts on the primary, within a time, and sends none of them twice. What
 * keeps copies up to date has threads of its own, so that it never waits for those who
 * change keys.
 */
final class ApiKeyCalls implements AutoCloseable {

	private static final int THREADS = 8;

	private static final int REFRESH_THREADS = 2;

	private final List<byte[]> keys;

	private final ApiKeyScripts scripts = new ApiKeyScripts();

	private final ApiKeyConnections connections;

	private final ApiKeyThreads threads;

	private final ApiKeyThreads refreshThreads;

	ApiKeyCalls(RedisConnectionFactory factory, String prefix, Duration timeout) {
		this.keys = Stream.of("c", "k", "h", "v", "w", "s")
			.map((name) -> utf8(prefix + ":{api-keys}:" + name))
			.toList();
		this.connections = new ApiKeyConnections(factory);
		this.threads = new ApiKeyThreads(THREADS, timeout);
		this.refreshThreads = new ApiKeyThreads(REFRESH_THREADS, timeout);
	}

	/**
	 * Runs a script.
	 * @return its reply
	 * @throws ApiKeyCallException if it did not run, or its reply was lost
	 */
	List<Object> run(Verb verb, byte[]... args) {
		RedisScript script = this.scripts.get(verb);
		ApiKeyThreads own = (verb == Verb.CHANGES) ? this.refreshThreads : this.threads;
		return own.run((isWanted) -> this.connections.run((connection) -> isWanted.getAsBoolean()
				? script.run(connection, this.keys, List.of(args)) : List.of()));
	}

	static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.threads.close();
		this.refreshThreads.close();
		this.connections.close();
	}

}
