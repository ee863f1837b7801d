package io.escrowmint.store.redis;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.escrowmint.redis.AtMostOnce;
import io.escrowmint.redis.UnsupportedTopologyException;
import io.escrowmint.store.redis.TransportException.Kind;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;

/**
 * Runs scripts through Spring Data's connection, for drivers other than Lettuce. Blocks a
 * few threads of its own, never the caller.
 */
final class SpringScriptRunner implements ScriptRunner {

	private static final int THREADS = 4;

	private final RedisConnectionFactory factory;

	private final FirstContact firstContact;

	private final ExecutorService threads;

	private volatile RedisStoreListener listener = RedisStoreListener.NONE;

	private volatile @Nullable ScriptLibrary scripts;

	private volatile @Nullable TransportException mismatch;

	SpringScriptRunner(RedisConnectionFactory factory, FirstContact firstContact) {
		this.factory = factory;
		this.firstContact = firstContact;
		ThreadPoolExecutor pool = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, "escrowmint-redis-script");
					thread.setDaemon(true);
					return thread;
				});
		pool.allowCoreThreadTimeOut(true);
		this.threads = pool;
	}

	@Override
	public void listen(RedisStoreListener listener) {
		this.listener = listener;
	}

	/**
	 * Answers {@code false}: without a look at the server, one slot a call is always
	 * right.
	 */
	@Override
	public boolean isSingleServer() {
		return false;
	}

	@Override
	public CompletionStage<List<Object>> run(Function<ScriptLibrary, Script> choice, byte[][] keys, byte[][] args) {
		return CompletableFuture.supplyAsync(() -> run(choice.apply(scripts()), keys, args), this.threads);
	}

	private ScriptLibrary scripts() {
		ScriptLibrary known = this.scripts;
		if (known == null) {
			try {
				connect();
			}
			catch (StoreMismatchException ex) {
				throw ex.refusal();
			}
			known = Objects.requireNonNull(this.scripts);
		}
		return known;
	}

	@Override
	public void connect() {
		TransportException known = this.mismatch;
		if (known != null) {
			throw known;
		}
		if (this.scripts != null) {
			return;
		}
		try {
			requireAtMostOnce();
			this.scripts = this.firstContact.check(this::send, isSingleServer());
		}
		catch (StoreMismatchException ex) {
			this.mismatch = ex.refusal();
			throw ex;
		}
		catch (Exception ex) {
			throw TransportErrors.unreachable(ex);
		}
	}

	private void requireAtMostOnce() {
		try {
			AtMostOnce.require(this.factory);
		}
		catch (UnsupportedTopologyException ex) {
			throw StoreMismatchException.of(ex);
		}
	}

	private List<Object> run(Script script, byte[][] keys, byte[][] args) {
		try (RedisConnection connection = open()) {
			return evalSha(connection, script, keys, args);
		}
		catch (RuntimeException ex) {
			if (TransportErrors.isUnknownFlag(ex)) {
				this.scripts = this.firstContact.withoutFlags();
				throw new TransportException(Kind.NOT_RUN, "Redis knows no script flags", ex);
			}
			throw ex;
		}
	}

	private CompletionStage<List<Object>> send(Script script, byte[][] keys, byte[][] args) {
		try (RedisConnection connection = open()) {
			return CompletableFuture.completedFuture(eval(connection, script, keys, args));
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private RedisConnection open() {
		try {
			return this.factory.getConnection();
		}
		catch (RuntimeException ex) {
			throw new TransportException(Kind.NOT_RUN, "Redis cannot be reached: " + ex.getMessage(), ex);
		}
	}

	private List<Object> evalSha(RedisConnection connection, Script script, byte[][] keys, byte[][] args) {
		try {
			return reply(connection.scriptingCommands()
				.evalSha(script.sha1(), ReturnType.MULTI, keys.length, join(keys, args)));
		}
		catch (RuntimeException ex) {
			if (TransportErrors.isUnknownScript(ex)) {
				this.listener.scriptReloaded();
				return eval(connection, script, keys, args);
			}
			throw ex;
		}
	}

	private static List<Object> eval(RedisConnection connection, Script script, byte[][] keys, byte[][] args) {
		return reply(
				connection.scriptingCommands().eval(script.text(), ReturnType.MULTI, keys.length, join(keys, args)));
	}

	@SuppressWarnings("NullAway") // an array is never answered as null
	private static List<Object> reply(@Nullable List<Object> reply) {
		return Objects.requireNonNull(reply);
	}

	private static byte[][] join(byte[][] keys, byte[][] args) {
		byte[][] both = Arrays.copyOf(keys, keys.length + args.length);
		System.arraycopy(args, 0, both, keys.length, args.length);
		return both;
	}

	@Override
	public void close() {
		this.threads.shutdown();
	}

}
