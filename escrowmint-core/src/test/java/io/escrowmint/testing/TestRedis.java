package io.escrowmint.testing;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The Redis that all tests of a JVM share. Looked for in this order: the URL in
 * {@code ESCROWMINT_TEST_REDIS} (system property or environment), a container where a
 * Docker engine answers, a private {@code redis-server} process. A machine without any of
 * them fails the tests. Tests keep to keys of their own and never flush it; one that
 * needs settings, restarts or an empty server starts an {@link EmbeddedRedis}.
 */
public final class TestRedis {

	private static @Nullable TestRedis shared;

	private final RedisURI uri;

	private final RedisClients clients;

	private TestRedis(RedisURI uri) {
		this.uri = uri;
		this.clients = new RedisClients(uri);
	}

	public static synchronized TestRedis shared() {
		if (shared == null) {
			shared = new TestRedis(RedisServers.find());
		}
		return shared;
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

	/**
	 * A started connection factory, shared as well: not to be destroyed or reconfigured.
	 */
	public LettuceConnectionFactory connectionFactory() {
		return this.clients.connectionFactory();
	}

	/**
	 * A Lettuce client, shared as well: not to be shut down or reconfigured.
	 */
	public RedisClient client() {
		return this.clients.client();
	}

}
