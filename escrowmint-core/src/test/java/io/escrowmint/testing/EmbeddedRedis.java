package io.escrowmint.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A Redis server that belongs to one test, which may stop, kill, freeze and restart it.
 * Listens on loopback and keeps its files in a folder of its own until it is closed.
 * Settings are lines of {@code redis.conf}; one that begins with {@code sentinel} makes
 * the server a Sentinel. Without any of them nothing is persisted; add
 * {@code appendonly yes} for a server that remembers after {@link #restart()}.
 */
public final class EmbeddedRedis implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final List<String> DEFAULTS = List.of("bind 127.0.0.1", "save \"\"", "repl-diskless-sync-delay 0");

	private final RedisBinary binary;

	private final List<String> settings;

	private final RedisURI uri;

	private final RedisClients clients;

	private final TemporaryFolder folder = TemporaryFolder.create("redis");

	private @Nullable ChildProcess process;

	private EmbeddedRedis(RedisBinary binary, String... settings) {
		this.binary = binary;
		this.settings = List.of(settings);
		int port = setting("port").map(Integer::parseInt).orElseGet(FreePorts::next);
		this.uri = RedisURI.create("127.0.0.1", port);
		setting("requirepass").ifPresent(this.uri::setAuthentication);
		this.clients = new RedisClients(this.uri);
		AtExit.close(this);
	}

	/**
	 * Redis 7, not started yet.
	 */
	public static EmbeddedRedis version7(String... settings) {
		return new EmbeddedRedis(RedisBinary.VERSION_7, settings);
	}

	/**
	 * Redis 6.2, not started yet.
	 */
	public static EmbeddedRedis version62(String... settings) {
		return new EmbeddedRedis(RedisBinary.VERSION_62, settings);
	}

	/**
	 * Returns when the server answers PING.
	 */
	public synchronized EmbeddedRedis start() {
		if (isRunning()) {
			throw new IllegalStateException(this + " is running already");
		}
		writeConfiguration();
		List<String> command = new ArrayList<>(
				List.of(this.binary.executable().toString(), this.folder.file("redis.conf").toString()));
		setting("sentinel").ifPresent((monitor) -> command.add("--sentinel"));
		ChildProcess started = ChildProcess.start(command, this.folder.path(), this.folder.file("redis.log"));
		this.process = started;
		RedisPing.await(this.uri, started, PATIENCE);
		return this;
	}

	/**
	 * Asks the server to end, as an operator would, and waits for it.
	 */
	public synchronized void stop() {
		if (this.process != null) {
			this.process.terminate();
		}
	}

	/**
	 * Ends the server as a power failure would (SIGKILL).
	 */
	public synchronized void kill() {
		if (this.process != null) {
			this.process.kill9();
		}
	}

	/**
	 * Starts the server again on its old port, after {@link #stop()} or {@link #kill()},
	 * or in place of the running one.
	 */
	public synchronized void restart() {
		stop();
		start();
	}

	/**
	 * Freezes the server (SIGSTOP): connections stay open, nothing is answered.
	 */
	public synchronized void pause() {
		running().pause();
	}

	public synchronized void resume() {
		running().resume();
	}

	public synchronized boolean isRunning() {
		return this.process != null && this.process.isAlive();
	}

	/**
	 * What the server wrote to its log so far, over all its starts.
	 */
	public synchronized String log() {
		return (this.process != null) ? this.process.output() : "";
	}

	public RedisURI uri() {
		return RedisURI.builder(this.uri).build();
	}

	public String host() {
		return this.uri.getHost();
	}

	public int port() {
		return this.uri.getPort();
	}

	public LettuceConnectionFactory connectionFactory() {
		return this.clients.connectionFactory();
	}

	public RedisClient client() {
		return this.clients.client();
	}

	@Override
	public synchronized void close() {
		AtExit.forget(this);
		this.clients.close();
		kill();
		this.folder.close();
	}

	@Override
	public String toString() {
		return "Redis of %s on port %d".formatted(this.binary, port());
	}

	private ChildProcess running() {
		if (this.process == null || !this.process.isAlive()) {
			throw new IllegalStateException(this + " is not running");
		}
		return this.process;
	}

	private Optional<String> setting(String name) {
		return this.settings.stream()
			.filter((line) -> line.startsWith(name + " "))
			.map((line) -> line.substring(name.length()).trim())
			.findFirst();
	}

	private void writeConfiguration() {
		List<String> lines = new ArrayList<>(DEFAULTS);
		lines.add("port " + port());
		lines.add("dir " + this.folder.path());
		lines.addAll(this.settings);
		try {
			Files.write(this.folder.file("redis.conf"), lines);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
