package io.escrowmint.stream;

import java.util.List;
import java.util.Map;
import java.util.Optional;

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
				"update escrowmint_stream_dead_letter set replay = ? where reader = ? and id = ?",
				processor, this.reader, Long.parseLong(id));
	}

	/**
	 * Finds the first one that the owner of a processor is to handle again, and asks for
	 * it no more: one that ends its process is not tried for ever.
	 */
	@Nullable Replay next(String processor, long token) {
		List<Replay> found = this.store.jdbc()
			.query("select id, fields from escrowmint_stream_dead_letter where replay = ? and exists "
					+ "(select 1 from escrowmint_stream_processor where processor = ? and token = ?) order by id limit 1",
					(result, number) -> new Replay(Long.toString(result.getLong("id")),
							SqlStreamStore.fields(result.getBytes("fields"))),
					processor, processor, token);
		return (!found.isEmpty() && forget(found.get(0).id())) ? found.get(0) : null;
	}

	private boolean forget(String id) {
		return this.store.change(
				"update escrowmint_stream_dead_letter set replay = null where id = ? and replay is not null",
				Long.parseLong(id));
	}

}
