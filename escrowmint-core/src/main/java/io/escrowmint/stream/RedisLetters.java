package io.escrowmint.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.escrowmint.redis.PrimaryConnections;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * Dead letters in a stream of their own. Each call uses a connection of its own.
 *
 * @param connections to Redis
 * @param dead the stream of dead letters
 */
record RedisLetters(PrimaryConnections connections, String dead) implements Letters {

	@Override
	public List<DeadLetter> list(@Nullable String after, int limit) {
		return entries(whole((after != null) ? after : "0-0").entry(), limit).stream().map(DeadLetter::of).toList();
	}

	@Override
	public Optional<Map<String, byte[]>> find(String id) {
		StreamPosition position = whole(id);
		return entries(new StreamPosition(id, 0).landed(), 1).stream()
			.filter((entry) -> entry.position().equals(position))
			.map(StreamMessage::fields)
			.findFirst();
	}

	private List<StreamMessage> entries(String after, int limit) {
		List<Object> reply;
		try (RedisConnection connection = this.connections.open()) {
			reply = StreamScripts.DEAD_LIST.run(connection, List.of(key()),
					List.of(Publication.utf8(after), Publication.utf8(Integer.toString(limit))));
		}
		List<StreamMessage> entries = new ArrayList<>();
		int at = 0;
		while (at < reply.size()) {
			entries.add(EntryReader.message(this.dead, reply, at));
			at += 2 + Integer.parseInt(StreamCalls.text(reply, at + 1));
		}
		return entries;
	}

	@Override
	public boolean discard(String id) {
		try (RedisConnection connection = this.connections.open()) {
			Long gone = connection.streamCommands().xDel(key(), whole(id).entry());
			return gone != null && gone > 0;
		}
	}

	/**
	 * Notes that a dead letter is to be handled again.
	 */
	boolean ask(String id, String asked) {
		try (RedisConnection connection = this.connections.open()) {
			List<Object> reply = StreamScripts.REPLAY_ASK.run(connection, List.of(key(), Publication.utf8(asked)),
					List.of(Publication.utf8(whole(id).entry())));
			return StreamCalls.text(reply, 0).equals("1");
		}
	}

	private static StreamPosition whole(String id) {
		return new StreamPosition(id, StreamPosition.WHOLE);
	}

	byte[] key() {
		return Publication.utf8(this.dead);
	}

}
