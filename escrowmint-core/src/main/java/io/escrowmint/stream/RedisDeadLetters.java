package io.escrowmint.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.escrowmint.redis.HashTags;
import io.escrowmint.redis.PrimaryConnections;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * The dead letters of whoever reads a Redis stream and commits in Redis.
 */
final class RedisDeadLetters implements DeadLetters {

	private final PrimaryConnections connections;

	private final RedisLetters letters;

	private final String stream;

	RedisDeadLetters(PrimaryConnections connections, String dead, String stream) {
		this.connections = connections;
		this.letters = new RedisLetters(connections, dead);
		this.stream = stream;
	}

	@Override
	public List<DeadLetter> list(@Nullable String after, int limit) {
		return this.letters.list(after, limit);
	}

	@Override
	public boolean replay(String id) {
		return this.letters.find(id).map((letter) -> replay(id, message(letter))).orElse(false);
	}

	/**
	 * The message of a dead letter, as it was before it was one.
	 */
	static List<byte[]> message(Map<String, byte[]> letter) {
		List<byte[]> fields = new ArrayList<>();
		letter.forEach((name, value) -> {
			if (!DeadLetter.isHeader(name)) {
				fields.add(Publication.utf8(name));
				fields.add(value);
			}
		});
		return fields;
	}

	private boolean replay(String id, List<byte[]> fields) {
		byte[] target = Publication.utf8(this.stream);
		try (RedisConnection connection = this.connections.open()) {
			if (isTogether()) {
				List<byte[]> args = new ArrayList<>();
				args.add(Publication.utf8(id));
				args.addAll(fields);
				return replayed(StreamScripts.DEAD_REPLAY.run(connection, List.of(this.letters.key(), target), args));
			}
			StreamScripts.ADD.run(connection, List.of(target), fields);
		}
		discard(id);
		return true;
	}

	private boolean isTogether() {
		return !this.connections.isCluster() || HashTags.slotOf(this.letters.dead()) == HashTags.slotOf(this.stream);
	}

	private boolean replayed(List<Object> reply) {
		String answer = StreamCalls.text(reply, 0);
		if (answer.equals("type")) {
			throw new StreamMisconfiguredException("The key '" + this.stream + "' is no stream",
					"Remove it, or give it another name.");
		}
		return answer.equals("1");
	}

	@Override
	public boolean discard(String id) {
		return this.letters.discard(id);
	}

}
