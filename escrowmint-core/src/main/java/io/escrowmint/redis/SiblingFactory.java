package io.escrowmint.redis;

import java.time.Duration;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Makes connection factories beside the user's: same servers, same credentials, but such
 * that never send a command twice, always speak to primaries and share no connection.
 * Whoever asked for one destroys it. Immutable.
 */
public final class SiblingFactory {

	private final LettuceConnectionFactory user;

	private final @Nullable String username;

	private SiblingFactory(LettuceConnectionFactory user, @Nullable String username) {
		this.user = user;
		this.username = username;
	}

	/**
	 * Looks at the user's connection factory, once for all siblings. Connects through it.
	 * @param user the connection factory of the application
	 * @return what makes siblings of it
	 * @throws UnsupportedTopologyException if the user's has a static master/replica
	 * configuration
	 */
	public static SiblingFactory beside(LettuceConnectionFactory user) {
		return new SiblingFactory(user, usernameUnlessStaticReplicas(user));
	}

	/**
	 * Creates and starts a factory with the user's timeouts.
	 * @return a started factory
	 */
	public LettuceConnectionFactory create() {
		return start(neverReplaying());
	}

	/**
	 * Creates and starts a factory whose commands have no timeout: who waits for them
	 * knows how long.
	 * @param connecting how long a connection may take to be made, once there is a socket
	 * @return a started factory
	 */
	public LettuceConnectionFactory createUntimed(Duration connecting) {
		return start(neverReplaying().untimed(connecting));
	}

	private NeverReplaying neverReplaying() {
		return new NeverReplaying(this.user.getClientConfiguration(), this.user.isClusterAware());
	}

	private LettuceConnectionFactory start(NeverReplaying client) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(configuration(), client);
		factory.setShareNativeConnection(false);
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	private RedisConfiguration configuration() {
		RedisConfiguration cluster = this.user.getClusterConfiguration();
		if (this.user.isClusterAware() && cluster != null) {
			return cluster;
		}
		RedisConfiguration sentinel = this.user.getSentinelConfiguration();
		if (this.user.isRedisSentinelAware() && sentinel != null) {
			return sentinel;
		}
		RedisConfiguration socket = this.user.getSocketConfiguration();
		return (socket != null) ? socket : standalone();
	}

	/**
	 * The getter answers its defaults when the user's factory was made of a mere
	 * {@link RedisConfiguration}; what its client connects to is then told by the client.
	 */
	private RedisStandaloneConfiguration standalone() {
		RedisStandaloneConfiguration told = new RedisStandaloneConfiguration(this.user.getHostName(),
				this.user.getPort());
		told.setDatabase(this.user.getDatabase());
		told.setPassword(this.user.getPassword());
		RedisStandaloneConfiguration known = this.user.getStandaloneConfiguration();
		if (isSame(known, told)) {
			return known;
		}
		told.setUsername(this.username);
		return told;
	}

	private static boolean isSame(RedisStandaloneConfiguration one, RedisStandaloneConfiguration other) {
		return one.getHostName().equals(other.getHostName()) && one.getPort() == other.getPort()
				&& one.getDatabase() == other.getDatabase() && one.getPassword().equals(other.getPassword());
	}

	/**
	 * A static master/replica configuration has no getter and would look like localhost;
	 * its client is the only one without an address.
	 */
	private static @Nullable String usernameUnlessStaticReplicas(LettuceConnectionFactory user) {
		if (!(user.getRequiredNativeClient() instanceof RedisClient client)) {
			return null;
		}
		try (StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
			return usernameOf(connection);
		}
		catch (IllegalStateException | IllegalArgumentException ex) {
			if (String.valueOf(ex.getMessage()).contains("RedisURI is not available")) {
				throw new UnsupportedTopologyException(
						"A static master/replica configuration of Redis is not supported",
						"Configure the primary alone, Sentinel or Cluster instead.");
			}
			throw ex;
		}
	}

	private static @Nullable String usernameOf(StatefulRedisConnection<byte[], byte[]> connection) {
		if (connection instanceof StatefulRedisConnectionImpl<byte[], byte[]> known) {
			RedisCredentials credentials = known.getConnectionState()
				.getCredentialsProvider()
				.resolveCredentials()
				.block();
			return (credentials != null) ? credentials.getUsername() : null;
		}
		return null;
	}

}
