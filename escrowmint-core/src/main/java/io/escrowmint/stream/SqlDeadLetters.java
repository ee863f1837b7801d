package io.escrowmint.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.escrowmint.redis.PrimaryConnections;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * Dead letters in a table.
 */
final class SqlDeadLetters implements DeadLetters {

	private final SqlStreamStore store;

	private final String reader;

	private final @Nullable String stream;

	private final PrimaryConnections connections;

	SqlDeadLetters(SqlStreamStore store, String reader, @Nullable String stream, PrimaryConnections connections) {
		this.store = store;
		this.reader = reader;
		this.stream = stream;
		this.connections = connections;
	}

	@Override
	public List<DeadLetter> list(@Nullable String after, int limit) {
		long begin = (after != null) ? Long.parseLong(after) : 0;
		return this.store.jdbc()
			.query("select id, fields from escrowmint_stream_dead_letter where reader = ? and id > ? order by id limit ?",
					(result, number) -> DeadLetter.of(Long.toString(result.getLong("id")),
							SqlStreamStore.fields(result.getBytes("fields"))),
					this.reader, begin, limit);
	}

	@Override
	public boolean replay(String id) {
		String target = this.stream;
		if (target == null) {
			throw RedisDeadLetters.notReplayed();
		}
		List<Map<String, byte[]>> found = this.store.jdbc()
			.query("select fields from escrowmint_stream_dead_letter where reader = ? and id = ?",
					(result, number) -> SqlStreamStore.fields(result.getBytes("fields")), this.reader,
					Long.parseLong(id));
		if (found.isEmpty()) {
			return false;
		}
		List<byte[]> fields = new ArrayList<>();
		found.get(0).forEach((name, value) -> {
			if (!DeadLetter.isHeader(name)) {
				fields.add(Publication.utf8(name));
				fields.add(value);
			}
		});
		try (RedisConnection connection = this.connections.open()) {
			StreamScripts.ADD.run(connection, List.of(Publication.utf8(target)), fields);
		}
		discard(id);
		return true;
	}

	@Override
	public boolean discard(String id) {
		return this.store.jdbc()
			.update("delete from escrowmint_stream_dead_letter where reader = ? and id = ?", this.reader,
					Long.parseLong(id)) == 1;
	}

}
