package io.escrowmint.stream;

import java.util.ArrayList;
import java.util.List;

import io.escrowmint.redis.HashTags;
import io.escrowmint.redis.PrimaryConnections;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * Dead letters in a stream of their own. Each call uses a connection of its own.
 */
final class RedisDeadLetters implements DeadLetters {

	private final PrimaryConnections connections;

	private final String dead;

	private final @Nullable String stream;

	RedisDeadLetters(PrimaryConnections connections, String dead, @Nullable String stream) {
		this.connections = connections;
		this.dead = dead;
		this.stream = stream;
	}

	@Override
	public List<DeadLetter> list(@Nullable String after, int limit) {
		String begin = new StreamPosition((after != null) ? after : "0-0", StreamPosition.WHOLE).entry();
		try (RedisConnection connection = this.connections.open()) {
			return entries(connection, begin, limit).stream().map(DeadLetter::of).toList();
		}
	}

	private List<StreamMessage> entries(RedisConnection connection, String after, int limit) {
		List<Object> reply = StreamScripts.DEAD_LIST.run(connection, List.of(key()),
				List.of(Publication.utf8(after), Publication.utf8(Integer.toString(limit))));
		List<StreamMessage> entries = new ArrayList<>();
		int at = 0;
		while (at < reply.size()) {
			entries.add(EntryReader.message(this.dead, reply, at));
			at += 2 + Integer.parseInt(StreamCalls.text(reply, at + 1));
		}
		return entries;
	}

	@Override
	public boolean replay(String id) {
		String target = this.stream;
		if (target == null) {
			throw notReplayed();
		}
		StreamPosition position = new StreamPosition(id, StreamPosition.WHOLE);
		try (RedisConnection connection = this.connections.open()) {
			List<StreamMessage> found = entries(connection, new StreamPosition(id, 0).landed(), 1);
			if (found.isEmpty() || !found.get(0).position().equals(position)) {
				return false;
			}
			return replay(connection, id, target, message(found.get(0)));
		}
	}

	static StreamMisconfiguredException notReplayed() {
		return new StreamMisconfiguredException("Events of the store are not replayed",
				"Mend what they could not be handled for, apply it by hand, and discard the dead letter.");
	}

	private static List<byte[]> message(StreamMessage entry) {
		List<byte[]> fields = new ArrayList<>();
		entry.fields().forEach((name, value) -> {
			if (!DeadLetter.isHeader(name)) {
				fields.add(Publication.utf8(name));
				fields.add(value);
			}
		});
		return fields;
	}

	private boolean replay(RedisConnection connection, String id, String target, List<byte[]> fields) {
		boolean together = !this.connections.isCluster() || HashTags.slotOf(this.dead) == HashTags.slotOf(target);
		List<byte[]> args = new ArrayList<>();
		if (together) {
			args.add(Publication.utf8(id));
			args.addAll(fields);
			return replayed(StreamScripts.DEAD_REPLAY.run(connection, List.of(key(), Publication.utf8(target)), args),
					target);
		}
		StreamScripts.ADD.run(connection, List.of(Publication.utf8(target)), fields);
		discard(connection, id);
		return true;
	}

	private static boolean replayed(List<Object> reply, String target) {
		String answer = StreamCalls.text(reply, 0);
		if (answer.equals("type")) {
			throw new StreamMisconfiguredException("The key '" + target + "' is no stream",
					"Remove it, or give it another name.");
		}
		return answer.equals("1");
	}

	@Override
	public boolean discard(String id) {
		try (RedisConnection connection = this.connections.open()) {
			return discard(connection, new StreamPosition(id, StreamPosition.WHOLE).entry());
		}
	}

	private boolean discard(RedisConnection connection, String id) {
		Long gone = connection.streamCommands().xDel(key(), id);
		return gone != null && gone > 0;
	}

	private byte[] key() {
		return Publication.utf8(this.dead);
	}

}
