package io.escrowmint.stream;

import java.util.List;

import io.escrowmint.redis.RedisScript;

/**
 * The scripts, each as it is sent.
 */
final class StreamScripts {

	static final RedisScript CLAIM = processor("claim");

	static final RedisScript RENEW = processor("renew");

	static final RedisScript RELEASE = processor("release");

	static final RedisScript ATTEMPT = processor("attempt");

	static final RedisScript COMMIT = processor("commit");

	static final RedisScript REPLAY_NEXT = processor("replay-next");

	static final RedisScript REPLAY_ASK = plain("replay-ask");

	static final RedisScript DEAD_LIST = plain("dead-list");

	static final RedisScript DEAD_REPLAY = plain("dead-replay");

	static final RedisScript ADD = plain("add");

	static final RedisScript READER = plain("reader");

	static final RedisScript COUNT = plain("count");

	static final RedisScript LAG = group("group-lag");

	static final RedisScript STALE = group("group-stale");

	static final RedisScript TAKE = group("group-take");

	static final RedisScript UNCOUNT = group("group-uncount");

	static final RedisScript KEEP = group("group-keep");

	static final RedisScript OWN = group("group-own");

	static final RedisScript FREE = group("group-free");

	static final RedisScript LEAVE = group("group-leave");

	static final RedisScript DEAD = group("group-dead");

	static final List<RedisScript> ALL = List.of(CLAIM, RENEW, RELEASE, ATTEMPT, COMMIT, REPLAY_NEXT, REPLAY_ASK,
			DEAD_LIST, DEAD_REPLAY, ADD, READER, COUNT, LAG, STALE, TAKE, UNCOUNT, KEEP, OWN, FREE, LEAVE, DEAD);

	private StreamScripts() {
	}

	private static RedisScript processor(String file) {
		return RedisScript.load(StreamScripts.class, file, "processor", file);
	}

	private static RedisScript group(String file) {
		return RedisScript.load(StreamScripts.class, file, "group", file);
	}

	private static RedisScript plain(String file) {
		return RedisScript.load(StreamScripts.class, file, file);
	}

}
