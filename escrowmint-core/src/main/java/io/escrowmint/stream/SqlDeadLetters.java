package io.escrowmint.stream;

import java.util.List;
import java.util.Map;

import io.escrowmint.redis.PrimaryConnections;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * The dead letters of whoever reads a Redis stream and commits in a database.
 */
final class SqlDeadLetters implements DeadLetters {

	private final SqlLetters letters;

	private final String stream;

	private final PrimaryConnections connections;

	SqlDeadLetters(SqlLetters letters, String stream, PrimaryConnections connections) {
		this.letters = letters;
		this.stream = stream;
		this.connections = connections;
	}

	@Override
	public List<DeadLetter> list(@Nullable String after, int limit) {
		return this.letters.list(after, limit);
	}

	@Override
	public boolean replay(String id) {
		return this.letters.take(id, this::add);
	}

	private void add(Map<String, byte[]> letter) {
		try (RedisConnection connection = this.connections.open()) {
			StreamScripts.ADD.run(connection, List.of(Publication.utf8(this.stream)), RedisDeadLetters.message(letter));
		}
	}

	@Override
	public boolean discard(String id) {
		return this.letters.discard(id);
	}

}
