package io.escrowmint.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
	 * The machine's own server, which has the allocator that production has; the embedded
	 * binary has not.
	 */
	static BenchmarkRedis ofMachine(@Nullable String url) {
		if (url != null) {
			return given(url);
		}
		return installed().map((executable) -> start(executable, List.of())).orElseGet(BenchmarkRedis::embedded);
	}

	/**
	 * The machine's own server, run by a tool that watches it and makes it slow.
	 * @param tool the tool's command line
	 */
	static BenchmarkRedis watched(List<String> tool) {
		Path executable = installed()
			.orElseThrow(() -> new IllegalStateException("No " + EXECUTABLE + " is on the path"));
		return start(executable, tool);
	}

	private static BenchmarkRedis embedded() {
		EmbeddedRedis server = EmbeddedRedis.version7().start();
		return new BenchmarkRedis(server.uri(), "embedded binary", server);
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

	private static BenchmarkRedis start(Path executable, List<String> tool) {
		int port = FreePorts.next();
		List<String> command = new ArrayList<>(tool);
		command.addAll(List.of(executable.toString(), "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save",
				"", "--appendonly", "no", "--daemonize", "no"));
		try {
			Process process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectErrorStream(true)
				.start();
			Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
			return new BenchmarkRedis(RedisURI.create("127.0.0.1", port), "installed " + EXECUTABLE,
					process::destroyForcibly);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not start " + command.get(0), ex);
		}
	}

	RedisURI uri() {
		return RedisURI.builder(this.uri).build();
	}

	/**
	 * Says which Redis this is, waiting until it answers.
	 */
	String describe() {
		String info = info();
		return "Redis %s, allocator %s (%s)".formatted(value(info, "redis_version"), value(info, "mem_allocator"),
				this.origin);
	}

	/**
	 * Returns the server's process id, waiting until it answers.
	 */
	String pid() {
		return value(info(), "process_id");
	}

	/**
	 * Returns for how long it has used a processor, itself and the kernel for it.
	 */
	double busySeconds() {
		String info = info();
		return Double.parseDouble(value(info, "used_cpu_user")) + Double.parseDouble(value(info, "used_cpu_sys"));
	}

	private String info() {
		RedisClient client = RedisClient.create(this.uri);
		try (StatefulRedisConnection<String, String> connection = awaited(client)) {
			return connection.sync().info();
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
