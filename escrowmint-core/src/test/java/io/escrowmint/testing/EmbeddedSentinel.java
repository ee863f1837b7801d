package io.escrowmint.testing;

import java.time.Duration;
import java.util.concurrent.Callable;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A primary, its replica and the Sentinel that watches them, each a process of its own,
 * all with a password. Four seconds without an answer make the Sentinel promote the
 * replica: longer than a machine stands still that does many things at once.
 */
public final class EmbeddedSentinel implements AutoCloseable {

	private static final String NAME = "credits";

	private static final String PASSWORD = "secret-of-the-servers";

	private static final String SENTINEL_PASSWORD = "secret-of-the-sentinel";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final EmbeddedRedis primary;

	private final EmbeddedRedis replica;

	private final EmbeddedRedis sentinel;

	private @Nullable LettuceConnectionFactory connectionFactory;

	private EmbeddedSentinel() {
		String[] passwords = { "requirepass " + PASSWORD, "masterauth " + PASSWORD };
		this.primary = EmbeddedRedis.version7(passwords).start();
		this.replica = EmbeddedRedis.version7(passwords[0], passwords[1], "replicaof 127.0.0.1 " + this.primary.port())
			.start();
		awaitReplicated();
		this.sentinel = EmbeddedRedis
			.version7("sentinel monitor %s 127.0.0.1 %d 1".formatted(NAME, this.primary.port()),
					"sentinel auth-pass %s %s".formatted(NAME, PASSWORD),
					"sentinel down-after-milliseconds " + NAME + " 4000", "sentinel failover-timeout " + NAME + " 5000",
					"requirepass " + SENTINEL_PASSWORD)
			.start();
		await("the Sentinel to know the replica", this::knowsReplica);
	}

	/**
	 * Returns when the Sentinel could promote the replica.
	 */
	public static EmbeddedSentinel start() {
		return new EmbeddedSentinel();
	}

	/**
	 * The server that is the primary at the start.
	 */
	public EmbeddedRedis primary() {
		return this.primary;
	}

	/**
	 * The server that is promoted when the primary is gone.
	 */
	public EmbeddedRedis replica() {
		return this.replica;
	}

	/**
	 * What the Sentinel and the replica have said: why nobody was promoted.
	 */
	public String log() {
		return "Sentinel:\n" + this.sentinel.log() + "\nReplica:\n" + this.replica.log();
	}

	/**
	 * Returns when the replica has all that the primary has acknowledged until now.
	 */
	public void awaitReplicated() {
		try (StatefulRedisConnection<String, String> connection = this.primary.client().connect()) {
			await("the replica to follow", () -> {
				connection.sync().incr("marker of the rig");
				return connection.sync().waitForReplication(1, 1000) == 1;
			});
		}
	}

	/**
	 * A started connection factory that asks the Sentinel, shared by all callers.
	 */
	public synchronized LettuceConnectionFactory connectionFactory() {
		if (this.connectionFactory == null) {
			RedisSentinelConfiguration configuration = new RedisSentinelConfiguration().master(NAME)
				.sentinel(this.sentinel.host(), this.sentinel.port());
			configuration.setPassword(PASSWORD);
			configuration.setSentinelPassword(SENTINEL_PASSWORD);
			this.connectionFactory = RedisClients.start(configuration, RedisClients.clientConfiguration());
		}
		return this.connectionFactory;
	}

	@Override
	public synchronized void close() {
		if (this.connectionFactory != null) {
			this.connectionFactory.destroy();
			this.connectionFactory = null;
		}
		this.sentinel.close();
		this.replica.close();
		this.primary.close();
	}

	/** What the Sentinel has heard from the replica itself, not only of it. */
	private boolean knowsReplica() {
		try (StatefulRedisSentinelConnection<String, String> connection = this.sentinel.client().connectSentinel()) {
			return "master".equals(connection.sync().master(NAME).get("flags")) && connection.sync()
				.slaves(NAME)
				.stream()
				.anyMatch((known) -> "ok".equals(known.get("master-link-status")));
		}
	}

	private static void await(String what, Callable<Boolean> condition) {
		Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).ignoreExceptions().until(condition);
	}

}
