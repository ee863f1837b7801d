package io.escrowmint.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.escrowmint.testing.EmbeddedRedis;
import io.escrowmint.testing.FreePorts;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import org.jspecify.annotations.Nullable;

/**
 * The Redis that is measured: a given one, the machine's own {@code redis-server}, or the
 * embedded binary. What was started is ended on close, and nothing is persisted.
 */
final class BenchmarkRedis implements AutoCloseable {

	private static final String EXECUTABLE = "redis-server";

	private static final int ATTEMPTS = 200;

	private final RedisURI uri;

	private final String origin;

	private final AutoCloseable server;

	private BenchmarkRedis(RedisURI uri, String origin, AutoCloseable server) {
		this.uri = uri;
		this.origin = origin;
		this.server = server;
	}

	/**
	 * The same server on every machine, unless another is given.
	 */
	static BenchmarkRedis embedded(@Nullable String url) {
		if (url != null) {
			return given(url);
		}
		EmbeddedRedis server = EmbeddedRedis.version7().start();
		return new BenchmarkRedis(server.uri(), "embedded binary", server);
	}

	/**
	 * A server with the allocator that production has, if the machine has one.
	 */
	static BenchmarkRedis ofMachine(@Nullable String url) {
		if (url != null) {
			return given(url);
		}
		return installed().map(BenchmarkRedis::start).orElseGet(() -> embedded(null));
	}

	private static BenchmarkRedis given(String url) {
		return new BenchmarkRedis(RedisURI.create(url), "given", () -> {
		});
	}

	private static Optional<Path> installed() {
		String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
		return Stream.of(path.split(":"))
			.map((folder) -> Path.of(folder, EXECUTABLE))
			.filter(Files::isExecutable)
			.findFirst();
	}

	private static BenchmarkRedis start(Path executable) {
		int port = FreePorts.next();
		try {
			Process process = new ProcessBuilder(executable.toString(), "--port", Integer.toString(port), "--bind",
					"127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no")
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectErrorStream(true)
				.start();
			Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
			return new BenchmarkRedis(RedisURI.create("127.0.0.1", port), "installed " + EXECUTABLE,
					process::destroyForcibly);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not start " + EXECUTABLE, ex);
		}
	}

	RedisURI uri() {
		return RedisURI.builder(this.uri).build();
	}

	/**
	 * Says which Redis this is, waiting until it answers.
	 */
	String describe() {
		RedisClient client = RedisClient.create(this.uri);
		try (StatefulRedisConnection<String, String> connection = awaited(client)) {
			String info = connection.sync().info();
			return "Redis %s, allocator %s (%s)".formatted(value(info, "redis_version"), value(info, "mem_allocator"),
					this.origin);
		}
		finally {
			client.shutdown(0, 1, TimeUnit.SECONDS);
		}
	}

	private static StatefulRedisConnection<String, String> awaited(RedisClient client) {
		for (int attempt = 1;; attempt++) {
			try {
				return client.connect();
			}
			catch (RedisConnectionException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
			}
		}
	}

	private static String value(String info, String name) {
		return info.lines()
			.filter((line) -> line.startsWith(name + ":"))
			.map((line) -> line.substring(name.length() + 1))
			.findFirst()
			.orElse("unknown");
	}

	@Override
	public void close() throws Exception {
		this.server.close();
	}

}
