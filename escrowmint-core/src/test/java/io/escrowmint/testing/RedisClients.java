package io.escrowmint.testing;

import java.time.Duration;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The two clients of one standalone server, each made when first asked for and shared
 * afterwards. Serves every address: a server, an ACL user of it, a proxy before it.
 */
public final class RedisClients implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final RedisURI uri;

	private @Nullable LettuceConnectionFactory connectionFactory;

	private @Nullable RedisClient client;

	public RedisClients(RedisURI uri) {
		this.uri = RedisURI.builder(uri).build();
		this.uri.setTimeout(TIMEOUT);
		AtExit.close(this);
	}

	/**
	 * A started connection factory, with Spring's and Lettuce's defaults but for a
	 * command timeout of 10 seconds.
	 */
	public synchronized LettuceConnectionFactory connectionFactory() {
		if (this.connectionFactory == null) {
			RedisConfiguration server = LettuceConnectionFactory.createRedisConfiguration(this.uri);
			this.connectionFactory = start(server, clientConfiguration().apply(this.uri));
		}
		return this.connectionFactory;
	}

	public synchronized RedisClient client() {
		if (this.client == null) {
			this.client = RedisClient.create(SharedClientResources.get(), this.uri);
		}
		return this.client;
	}

	@Override
	public synchronized void close() {
		AtExit.forget(this);
		if (this.connectionFactory != null) {
			this.connectionFactory.destroy();
			this.connectionFactory = null;
		}
		if (this.client != null) {
			this.client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
			this.client = null;
		}
	}

	/**
	 * The settings of every connection factory of the rig, to be completed.
	 */
	public static LettuceClientConfiguration.LettuceClientConfigurationBuilder clientConfiguration() {
		return LettuceClientConfiguration.builder()
			.clientResources(SharedClientResources.get())
			.commandTimeout(TIMEOUT)
			.shutdownTimeout(Duration.ZERO);
	}

	static LettuceConnectionFactory start(RedisConfiguration server,
			LettuceClientConfiguration.LettuceClientConfigurationBuilder client) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(server, client.build());
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

}
