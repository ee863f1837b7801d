package io.escrowmint.apikey.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.escrowmint.apikey.redis.ApiKeyScripts.Script;
import io.escrowmint.apikey.redis.ApiKeyScripts.Verb;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;

/**
 * Runs the scripts through the application's connection factory, within a time. Few
 * threads of its own wait for drivers that do not answer; while all of them do, further
 * calls fail at once instead of joining them. A driver may send a call again after a
 * reconnect: the scripts do the same then as before.
 */
final class ApiKeyCalls implements AutoCloseable {

	private static final int THREADS = 8;

	private final RedisConnectionFactory factory;

	private final byte[][] keys;

	private final long timeoutNanos;

	private final ApiKeyScripts scripts = new ApiKeyScripts();

	private final ThreadPoolExecutor threads;

	ApiKeyCalls(RedisConnectionFactory factory, String prefix, Duration timeout) {
		this.factory = factory;
		String begin = prefix + ":{api-keys}:";
		this.keys = new byte[][] { utf8(begin + "c"), utf8(begin + "k"), utf8(begin + "h"), utf8(begin + "v"),
				utf8(begin + "w") };
		this.timeoutNanos = timeout.toNanos();
		this.threads = new ThreadPoolExecutor(0, THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), (task) -> {
			Thread thread = new Thread(task, "escrowmint-api-keys-redis");
			thread.setDaemon(true);
			return thread;
		});
	}

	/**
	 * Runs a script.
	 * @return its reply
	 * @throws ApiKeyCallException if it did not run, or its reply was lost
	 */
	List<Object> run(Verb verb, byte[]... args) {
		Future<List<Object>> reply = submit(this.scripts.get(verb), args);
		try {
			return reply.get(this.timeoutNanos, TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw ApiKeyCallException.of(Objects.requireNonNullElse(ex.getCause(), ex));
		}
		catch (TimeoutException ex) {
			reply.cancel(true);
			throw new ApiKeyCallException(true, "Redis did not answer in time", ex);
		}
		catch (InterruptedException ex) {
			reply.cancel(true);
			Thread.currentThread().interrupt();
			throw new ApiKeyCallException(true, "Interrupted while waiting for Redis", ex);
		}
	}

	private Future<List<Object>> submit(Script script, byte[][] args) {
		try {
			return this.threads.submit(() -> send(script, args));
		}
		catch (RejectedExecutionException ex) {
			throw new ApiKeyCallException(false, "Redis has not answered earlier calls yet", ex);
		}
	}

	private List<Object> send(Script script, byte[][] args) {
		try (RedisConnection connection = open()) {
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
		this.threads.shutdownNow();
	}

}
