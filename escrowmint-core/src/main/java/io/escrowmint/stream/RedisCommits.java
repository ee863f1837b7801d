package io.escrowmint.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.escrowmint.redis.RedisScript;
import org.jspecify.annotations.Nullable;

/**
 * Keeps state and position of a processor in one hash, and commits by one script. A reply
 * that was lost does no harm: a script that arrives late finds another token or position
 * and writes nothing.
 */
final class RedisCommits implements CommitStrategy {

	private final StreamCalls calls;

	private final List<byte[]> key;

	private final byte[] owner;

	private final byte[] ownership;

	private final @Nullable ReplayKeys replays;

	RedisCommits(StreamCalls calls, String key, String owner, Duration ownership) {
		this(calls, key, owner, ownership, null);
	}

	RedisCommits(StreamCalls calls, String key, String owner, Duration ownership, @Nullable ReplayKeys replays) {
		this.replays = replays;
		this.calls = calls;
		this.key = List.of(Publication.utf8(key));
		this.owner = Publication.utf8(owner);
		this.ownership = Publication.utf8(Long.toString(ownership.toMillis()));
	}

	@Override
	public Claim claim() {
		List<Object> reply = this.calls.run(StreamScripts.CLAIM, this.key, List.of(this.owner, this.ownership));
		if (StreamCalls.text(reply, 0).equals("0")) {
			return Claim.standby(Long.parseLong(StreamCalls.text(reply, 1)));
		}
		return Claim.of(Long.parseLong(StreamCalls.text(reply, 1)), StreamPosition.parse(StreamCalls.text(reply, 2)),
				Integer.parseInt(StreamCalls.text(reply, 3)), (byte[]) reply.get(4),
				Integer.parseInt(StreamCalls.text(reply, 5)));
	}

	@Override
	public boolean renew(Claim claim) {
		return is("1", run(StreamScripts.RENEW, token(claim), this.ownership));
	}

	@Override
	public int attempt(Claim claim, StreamPosition message) {
		return Integer.parseInt(StreamCalls
			.text(run(StreamScripts.ATTEMPT, token(claim), Publication.utf8(message.toString()), this.ownership), 0));
	}

	@Override
	public @Nullable Replay replay(Claim claim) {
		ReplayKeys known = this.replays;
		if (known == null) {
			return null;
		}
		List<byte[]> keys = List.of(this.key.get(0), Publication.utf8(known.dead()), Publication.utf8(known.asked()));
		List<Object> reply = this.calls.run(StreamScripts.REPLAY_NEXT, keys, List.of(token(claim)));
		if (is("0", reply)) {
			return null;
		}
		return new Replay(StreamCalls.text(reply, 0), EntryReader.message(known.dead(), reply, 0).fields());
	}

	@Override
	public CommitResult commit(Claim claim, Handling handling) throws Exception {
		CommitRequest request = handling.handle();
		Map<String, Integer> streams = new LinkedHashMap<>();
		List<byte[]> keys = new ArrayList<>(this.key);
		List<byte[]> args = new ArrayList<>();
		args.add(token(claim));
		args.add(Publication.utf8(claim.position().toString()));
		args.add(Publication.utf8(request.position().toString()));
		args.add(Publication.utf8(Integer.toString(request.version())));
		args.add(request.state());
		args.add(this.ownership);
		args.add(Publication.utf8((request.done() != null) ? request.done() : ""));
		if (request.done() != null && this.replays != null) {
			keys.add(Publication.utf8(this.replays.dead()));
			streams.put(this.replays.dead(), 2);
		}
		for (List<Publication> publications : List.of(request.published(), request.dead())) {
			for (Publication publication : publications) {
				int index = streams.computeIfAbsent(publication.stream(), (stream) -> {
					keys.add(Publication.utf8(stream));
					return keys.size();
				});
				args.add(Publication.utf8(Integer.toString(index)));
				args.add(Publication.utf8(Integer.toString(publication.fields().size())));
				args.addAll(publication.fields());
			}
		}
		return result(this.calls.run(StreamScripts.COMMIT, keys, args));
	}

	private static CommitResult result(List<Object> reply) {
		return switch (StreamCalls.text(reply, 0)) {
			case "committed" -> CommitResult.COMMITTED;
			case "fenced" -> CommitResult.FENCED;
			case "moved" -> CommitResult.MOVED;
			default -> throw new CommitRefusedException("The key '" + StreamCalls.text(reply, 1) + "' is of type "
					+ StreamCalls.text(reply, 2) + ", and cannot be published to", null);
		};
	}

	@Override
	public void release(Claim claim) {
		run(StreamScripts.RELEASE, token(claim));
	}

	@Override
	public void reset() {
		this.calls.reset();
	}

	private List<Object> run(RedisScript script, byte[]... args) {
		return this.calls.run(script, this.key, List.of(args));
	}

	private static boolean is(String expected, List<Object> reply) {
		return StreamCalls.text(reply, 0).equals(expected);
	}

	private static byte[] token(Claim claim) {
		return Publication.utf8(Long.toString(claim.token()));
	}

	/**
	 * Where dead letters lie that can be handled again.
	 *
	 * @param dead the stream of dead letters
	 * @param asked the list of those that are to be
	 */
	record ReplayKeys(String dead, String asked) {

	}

}
