package io.escrowmint.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.escrowmint.redis.RedisScript;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.stream.Consumer;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.connection.stream.StreamReadOptions;

/**
 * What one consumer of a group asks of Redis. Used by one thread.
 */
final class GroupCalls {

	private static final Duration FORGET = Duration.ofMinutes(10);

	private final StreamCalls calls;

	private final String stream;

	private final String group;

	private final String consumer;

	private final String dead;

	private final Duration claimAfter;

	private final EntryCount count;

	private final KnownReader trimming;

	private boolean isGroupThere;

	private String cursor = "0-0";

	GroupCalls(StreamCalls calls, String stream, String group, String consumer, String dead, Duration claimAfter,
			KnownReader trimming) {
		this.calls = calls;
		this.stream = stream;
		this.group = group;
		this.consumer = consumer;
		this.dead = dead;
		this.claimAfter = claimAfter;
		this.count = new EntryCount(calls, stream);
		this.trimming = trimming;
	}

	/**
	 * Returns the calls of the same consumer on another connection.
	 */
	GroupCalls beside(StreamCalls other) {
		return new GroupCalls(other, this.stream, this.group, this.consumer, this.dead, this.claimAfter, this.trimming);
	}

	/**
	 * Reads what nobody was handed yet, after a wait if there is nothing.
	 */
	List<StreamMessage> read(int limit, Duration block) {
		requireGroup();
		return EntryReader.messages(this.stream, this.calls.connection()
			.streamCommands()
			.xReadGroup(Consumer.from(this.group, this.consumer), StreamReadOptions.empty().count(limit).block(block),
					StreamOffset.create(Publication.utf8(this.stream), ReadOffset.lastConsumed())));
	}

	private void requireGroup() {
		if (this.isGroupThere) {
			return;
		}
		try {
			this.calls.connection()
				.streamCommands()
				.xGroupCreate(Publication.utf8(this.stream), this.group, ReadOffset.from("0"), true);
		}
		catch (RuntimeException ex) {
			if (!isThere(ex)) {
				throw ex;
			}
		}
		this.isGroupThere = true;
	}

	private static boolean isThere(Throwable error) {
		for (Throwable cause = error; cause != null; cause = cause.getCause()) {
			if (String.valueOf(cause.getMessage()).startsWith("BUSYGROUP")) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Takes over what others have left, from where the last call ended.
	 * @return ids
	 */
	List<String> stale(int limit) {
		requireGroup();
		long forget = Math.max(FORGET.toMillis(), this.claimAfter.multipliedBy(10).toMillis());
		List<Object> reply = run(StreamScripts.STALE, Long.toString(this.claimAfter.toMillis()), this.cursor,
				Integer.toString(limit), Long.toString(forget));
		this.cursor = StreamCalls.text(reply, 0);
		return ids(reply, 1);
	}

	// Redis 6.2 answers nothing for an entry that is no longer there.
	private static List<String> ids(List<Object> reply, int first) {
		List<String> ids = new ArrayList<>();
		for (int index = first; index < reply.size(); index++) {
			if (reply.get(index) instanceof byte[]) {
				ids.add(StreamCalls.text(reply, index));
			}
		}
		return ids;
	}

	/**
	 * Tells whether all were looked at for whether they are stale.
	 */
	boolean isRoundOver() {
		return this.cursor.equals("0-0");
	}

	/**
	 * Counts a delivery.
	 * @return the entry, or {@code null} if it is not this consumer's to handle
	 */
	@Nullable Delivery take(String id) {
		List<Object> reply = run(StreamScripts.TAKE, id);
		int deliveries = Integer.parseInt(StreamCalls.text(reply, 0));
		return (deliveries > 0) ? new Delivery(EntryReader.message(this.stream, reply, 1), deliveries) : null;
	}

	/**
	 * Counts a delivery no more that said nothing of the entry.
	 */
	void uncount(Delivery delivery) {
		run(StreamScripts.UNCOUNT, delivery.id(), Integer.toString(delivery.deliveries() - 1));
	}

	/**
	 * Counts what the group has not done: not acknowledged, or not handed out. Of a
	 * stream that is cut, all that it has to keep for any reader.
	 */
	long backlog() {
		requireGroup();
		this.trimming.at(StreamPosition.BEGINNING.entry());
		if (this.trimming.trims()) {
			return this.trimming.length();
		}
		List<Object> reply = run(StreamScripts.LAG);
		String lag = StreamCalls.text(reply, 2);
		return Long.parseLong(StreamCalls.text(reply, 0))
				+ (lag.isEmpty() ? this.count.after(StreamCalls.text(reply, 1)) : Long.parseLong(lag));
	}

	boolean keep(String id) {
		return StreamCalls.text(run(StreamScripts.KEEP, id), 0).equals("1");
	}

	boolean acknowledge(String id) {
		Long done = this.calls.connection().streamCommands().xAck(Publication.utf8(this.stream), this.group, id);
		return done != null && done > 0;
	}

	/**
	 * Moves an entry to the dead letters.
	 * @throws CommitRefusedException if these cannot be written
	 */
	boolean bury(Delivery delivery, Throwable cause, StreamCodec codec) {
		Publication letter = DeadLetter.publication(this.dead, this.group, delivery.message(), delivery.deliveries(),
				cause, codec);
		List<byte[]> args = new ArrayList<>();
		args.add(Publication.utf8(this.group));
		args.add(Publication.utf8(this.consumer));
		args.add(Publication.utf8(delivery.id()));
		args.addAll(letter.fields());
		List<Object> reply = this.calls.run(StreamScripts.DEAD,
				List.of(Publication.utf8(this.stream), Publication.utf8(this.dead)), args);
		if (StreamCalls.text(reply, 0).equals("type")) {
			throw new CommitRefusedException("The key '" + this.dead + "' is no stream of dead letters", null);
		}
		return StreamCalls.text(reply, 0).equals("1");
	}

	/**
	 * Returns what this consumer has, as it is to be found out after an error.
	 * @return ids
	 */
	List<String> own(int limit) {
		requireGroup();
		return ids(run(StreamScripts.OWN, Integer.toString(limit)), 0);
	}

	/**
	 * Leaves an entry to anyone.
	 */
	boolean free(String id) {
		return StreamCalls.text(run(StreamScripts.FREE, id, Long.toString(this.claimAfter.toMillis())), 0).equals("1");
	}

	/**
	 * Leaves everything to others.
	 */
	void leave() {
		run(StreamScripts.LEAVE, Long.toString(this.claimAfter.toMillis()));
	}

	private List<Object> run(RedisScript script, String... arguments) {
		List<byte[]> args = new ArrayList<>();
		args.add(Publication.utf8(this.group));
		args.add(Publication.utf8(this.consumer));
		for (String argument : arguments) {
			args.add(Publication.utf8(argument));
		}
		return this.calls.run(script, List.of(Publication.utf8(this.stream)), args);
	}

	void reset() {
		this.isGroupThere = false;
		this.cursor = "0-0";
		this.count.reset();
		this.calls.reset();
	}

}
