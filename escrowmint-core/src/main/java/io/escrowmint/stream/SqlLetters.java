package io.escrowmint.stream;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Dead letters in a table. What is changed is committed when a method returns, unless the
 * caller has a transaction.
 *
 * @param store the database
 * @param reader whose they are
 */
record SqlLetters(SqlStreamStore store, String reader) implements Letters {

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
	public Optional<Map<String, byte[]>> find(String id) {
		return this.store.jdbc()
			.query("select fields from escrowmint_stream_dead_letter where reader = ? and id = ?",
					(result, number) -> SqlStreamStore.fields(result.getBytes("fields")), this.reader,
					Long.parseLong(id))
			.stream()
			.findFirst();
	}

	@Override
	public boolean discard(String id) {
		return this.store.change("delete from escrowmint_stream_dead_letter where reader = ? and id = ?", this.reader,
				Long.parseLong(id));
	}

	/**
	 * Discards a letter and does something with it, in one transaction: if either fails,
	 * the letter stays. Of several calls at once the first does it; the others wait for
	 * its end, and find nothing.
	 * @return whether it was there
	 */
	boolean take(String id, Consumer<Map<String, byte[]>> action) {
		return this.store.transactions().execute((status) -> {
			Optional<Map<String, byte[]>> letter = find(id);
			boolean taken = letter.isPresent() && discardWithin(id);
			if (taken) {
				action.accept(letter.get());
			}
			return taken;
		});
	}

	/**
	 * Discards a letter in the transaction in progress.
	 */
	boolean discardWithin(String id) {
		return this.store.jdbc()
			.update("delete from escrowmint_stream_dead_letter where reader = ? and id = ?", this.reader,
					Long.parseLong(id)) == 1;
	}

	/**
	 * Notes that a dead letter is to be handled again.
	 */
	boolean ask(String id, String processor) {
		return this.store.change(
				"update escrowmint_stream_dead_letter set replay = ?, replays = 0 where reader = ? and id = ?",
				processor, this.reader, Long.parseLong(id));
	}

	/**
	 * Finds the first one that the owner of a processor is to handle again. It is asked
	 * for until it is committed, which takes it away; but each try is counted beforehand,
	 * and after the last it is asked for no more: one that ends its process is not tried
	 * for ever.
	 */
	@Nullable Replay next(String processor, long token, int most) {
		Optional<Replay> next = this.store.transactions().execute((status) -> {
			Optional<Asked> first = asked(processor, token).stream().findFirst();
			return (first.isPresent() && isTried(first.get(), most)) ? first.map(Asked::replay) : Optional.empty();
		});
		return next.orElse(null);
	}

	private List<Asked> asked(String processor, long token) {
		return this.store.jdbc()
			.query("select id, fields, replays from escrowmint_stream_dead_letter where replay = ? and exists "
					+ "(select 1 from escrowmint_stream_processor where processor = ? and token = ?) order by id limit 1",
					(result, number) -> new Asked(result.getLong("id"), result.getInt("replays"), new Replay(
							Long.toString(result.getLong("id")), SqlStreamStore.fields(result.getBytes("fields")))),
					processor, processor, token);
	}

	private boolean isTried(Asked letter, int most) {
		boolean again = letter.replays() < most;
		String change = again ? "replays = replays + 1" : "replay = null";
		return this.store.jdbc()
			.update("update escrowmint_stream_dead_letter set " + change + " where id = ? and replay is not null",
					letter.id()) == 1
				&& again;
	}

	/**
	 * A letter that is to be handled again.
	 *
	 * @param id its key
	 * @param replays how often that was tried
	 * @param replay what it was
	 */
	private record Asked(long id, int replays, Replay replay) {

	}

}
