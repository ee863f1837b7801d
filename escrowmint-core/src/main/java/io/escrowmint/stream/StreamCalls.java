package io.escrowmint.stream;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.escrowmint.redis.PrimaryConnections;
import io.escrowmint.redis.RedisScript;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * One connection of a container's own, opened when it is needed and again after an error.
 * Used by one thread.
 */
final class StreamCalls {

	private final PrimaryConnections connections;

	private @Nullable RedisConnection connection;

	StreamCalls(PrimaryConnections connections) {
		this.connections = connections;
	}

	RedisConnection connection() {
		RedisConnection open = this.connection;
		if (open == null) {
			open = this.connections.open();
			this.connection = open;
		}
		return open;
	}

	List<Object> run(RedisScript script, List<byte[]> keys, List<byte[]> args) {
		return script.run(connection(), keys, args);
	}

	void reset() {
		RedisConnection open = this.connection;
		this.connection = null;
		if (open != null) {
			open.close();
		}
	}

	static String text(List<Object> reply, int index) {
		return new String((byte[]) reply.get(index), StandardCharsets.UTF_8);
	}

}
