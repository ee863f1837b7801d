package io.escrowmint.redis;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Connections of one's own to where the application's connection factory leads. They
 * never send a command twice; those of Lettuce always speak to primaries. Thread-safe.
 */
public final class PrimaryConnections implements AutoCloseable {

	private final RedisConnectionFactory user;

	private @Nullable LettuceConnectionFactory sibling;

	private boolean closed;

	/**
	 * Creates connections. Does not connect yet.
	 * @param user the connection factory of the application
	 * @throws UnsupportedTopologyException if its driver sends a command again that may
	 * have been run
	 */
	public PrimaryConnections(RedisConnectionFactory user) {
		AtMostOnce.require(user);
		this.user = user;
	}

	/**
	 * Opens a connection.
	 * @return a connection that belongs to the caller
	 */
	public RedisConnection open() {
		return factory().getConnection();
	}

	/**
	 * Tells whether each connection is opened for whoever asks, instead of coming out of
	 * what the application has.
	 * @return whether it is worth while to keep one
	 */
	public boolean areOwn() {
		return this.user instanceof LettuceConnectionFactory;
	}

	private synchronized RedisConnectionFactory factory() {
		if (this.closed) {
			throw new IllegalStateException("The connections are closed");
		}
		if (this.sibling == null && this.user instanceof LettuceConnectionFactory lettuce) {
			this.sibling = SiblingFactory.beside(lettuce).create();
		}
		return (this.sibling != null) ? this.sibling : this.user;
	}

	/**
	 * Tells whether keys of one script must share a slot.
	 * @return whether Redis is a cluster
	 */
	public boolean isCluster() {
		return this.user instanceof LettuceConnectionFactory lettuce && lettuce.isClusterAware();
	}

	/**
	 * Returns how long the driver waits for a reply, also for one that is meant to take
	 * its time.
	 * @return the time, empty if the driver knows such commands
	 */
	public Optional<Duration> commandTimeout() {
		return (this.user instanceof LettuceConnectionFactory lettuce)
				? Optional.of(lettuce.getClientConfiguration().getCommandTimeout()) : Optional.empty();
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.sibling != null) {
			this.sibling.destroy();
			this.sibling = null;
		}
	}

}
