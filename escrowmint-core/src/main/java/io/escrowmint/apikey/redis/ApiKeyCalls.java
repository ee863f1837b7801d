package io.escrowmint.apikey.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import io.escrowmint.apikey.redis.ApiKeyScripts.Script;
import io.escrowmint.apikey.redis.ApiKeyScripts.Verb;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;

/**
 * Runs the scripts through the application's connection factory, within a time. What
 * keeps copies up to date has threads of its own, so that it never waits for those who
 * change keys. A driver may send a call again after a reconnect: the scripts do the same
 * then as before.
 */
final class ApiKeyCalls implements AutoCloseable {

	private static final int THREADS = 8;

	private static final int REFRESH_THREADS = 2;

	private final RedisConnectionFactory factory;

	private final byte[][] keys;

	private final ApiKeyScripts scripts = new ApiKeyScripts();

	private final ApiKeyThreads threads;

	private final ApiKeyThreads refreshThreads;

	ApiKeyCalls(RedisConnectionFactory factory, String prefix, Duration timeout) {
		this.factory = factory;
		String begin = prefix + ":{api-keys}:";
		this.keys = new byte[][] { utf8(begin + "c"), utf8(begin + "k"), utf8(begin + "h"), utf8(begin + "v"),
				utf8(begin + "w") };
		this.threads = new ApiKeyThreads(THREADS, timeout);
		this.refreshThreads = new ApiKeyThreads(REFRESH_THREADS, timeout);
	}

	/**
	 * Runs a script.
	 * @return its reply
	 * @throws ApiKeyCallException if it did not run, or its reply was lost
	 */
	List<Object> run(Verb verb, byte[]... args) {
		Script script = this.scripts.get(verb);
		ApiKeyThreads own = (verb == Verb.CHANGES) ? this.refreshThreads : this.threads;
		return own.run((isWanted) -> send(script, args, isWanted));
	}

	private List<Object> send(Script script, byte[][] args, BooleanSupplier isWanted) {
		try (RedisConnection connection = open()) {
			if (!isWanted.getAsBoolean()) {
				throw new CancellationException("Nobody waits for this call any more");
			}
			byte[][] all = java.util.Arrays.copyOf(this.keys, this.keys.length + args.length);
			System.arraycopy(args, 0, all, this.keys.length, args.length);
			try {
				return reply(connection.scriptingCommands()
					.<List<Object>>evalSha(script.sha1(), ReturnType.MULTI, this.keys.length, all));
			}
			catch (RuntimeException ex) {
				if (!ApiKeyCallException.isUnknownScript(ex)) {
					throw ex;
				}
				return reply(connection.scriptingCommands()
					.<List<Object>>eval(script.text(), ReturnType.MULTI, this.keys.length, all));
			}
		}
	}

	private RedisConnection open() {
		try {
			return this.factory.getConnection();
		}
		catch (RuntimeException ex) {
			throw new ApiKeyCallException(false, "Redis cannot be reached", ex);
		}
	}

	@SuppressWarnings("NullAway") // an array is never answered as null
	private static List<Object> reply(@org.jspecify.annotations.Nullable List<Object> reply) {
		return Objects.requireNonNull(reply);
	}

	static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.threads.close();
		this.refreshThreads.close();
	}

}
