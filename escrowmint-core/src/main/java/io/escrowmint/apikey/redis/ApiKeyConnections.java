package io.escrowmint.apikey.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;

import io.escrowmint.redis.PrimaryConnections;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Connections that send nothing twice, opened when they are needed. A few of them are
 * kept from one call to the next, unless the application has a pool for that; none is
 * after an error. Thread-safe: whoever has taken one out of the queue has it alone.
 */
final class ApiKeyConnections implements AutoCloseable {

	private static final int KEPT = 4;

	private final PrimaryConnections connections;

	private final BlockingQueue<RedisConnection> kept = new ArrayBlockingQueue<>(KEPT);

	ApiKeyConnections(RedisConnectionFactory factory) {
		this.connections = new PrimaryConnections(factory);
	}

	List<Object> run(Function<RedisConnection, List<Object>> call) {
		RedisConnection connection = open();
		boolean sound = false;
		try {
			List<Object> reply = call.apply(connection);
			sound = true;
			return reply;
		}
		finally {
			if (!sound || !this.connections.areOwn() || !this.kept.offer(connection)) {
				connection.close();
			}
		}
	}

	private RedisConnection open() {
		RedisConnection connection = this.kept.poll();
		if (connection != null) {
			return connection;
		}
		try {
			return connected(this.connections.open());
		}
		catch (RuntimeException ex) {
			throw new ApiKeyCallException(false, "Redis cannot be reached", ex);
		}
	}

	/**
	 * Lettuce connects when it is first asked for the connection beneath. That it is
	 * asked here, where nothing was sent yet, tells a server that cannot be reached from
	 * a lost answer.
	 */
	private RedisConnection connected(RedisConnection connection) {
		if (this.connections.areOwn()) {
			connection.getNativeConnection();
		}
		return connection;
	}

	/**
	 * Closes what is kept, and with the client whatever is still in use.
	 */
	@Override
	public void close() {
		List<RedisConnection> last = new ArrayList<>();
		this.kept.drainTo(last);
		last.forEach(RedisConnection::close);
		this.connections.close();
	}

}
