package io.escrowmint.stream;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Dead letters in a table.
 *
 * @param jdbc the database
 * @param reader whose they are
 */
record SqlLetters(JdbcTemplate jdbc, String reader) implements Letters {

	@Override
	public List<DeadLetter> list(@Nullable String after, int limit) {
		long begin = (after != null) ? Long.parseLong(after) : 0;
		return this.jdbc.query(
				"select id, fields from escrowmint_stream_dead_letter where reader = ? and id > ? order by id limit ?",
				(result, number) -> DeadLetter.of(Long.toString(result.getLong("id")),
						SqlStreamStore.fields(result.getBytes("fields"))),
				this.reader, begin, limit);
	}

	@Override
	public Optional<Map<String, byte[]>> find(String id) {
		return this.jdbc.query("select fields from escrowmint_stream_dead_letter where reader = ? and id = ?",
				(result, number) -> SqlStreamStore.fields(result.getBytes("fields")), this.reader, Long.parseLong(id))
			.stream()
			.findFirst();
	}

	@Override
	public boolean discard(String id) {
		return this.jdbc.update("delete from escrowmint_stream_dead_letter where reader = ? and id = ?", this.reader,
				Long.parseLong(id)) == 1;
	}

	/**
	 * Notes that a dead letter is to be handled again.
	 */
	boolean ask(String id, String processor) {
		return this.jdbc.update("update escrowmint_stream_dead_letter set replay = ? where reader = ? and id = ?",
				processor, this.reader, Long.parseLong(id)) == 1;
	}

	/**
	 * Finds the first one that the owner of a processor is to handle again, and asks for
	 * it no more: one that ends its process is not tried for ever.
	 */
	@Nullable Replay next(String processor, long token) {
		List<Replay> found = this.jdbc
			.query("select id, fields from escrowmint_stream_dead_letter where replay = ? and exists "
					+ "(select 1 from escrowmint_stream_processor where processor = ? and token = ?) order by id limit 1",
					(result, number) -> new Replay(Long.toString(result.getLong("id")),
							SqlStreamStore.fields(result.getBytes("fields"))),
					processor, processor, token);
		return (!found.isEmpty() && forget(found.get(0).id())) ? found.get(0) : null;
	}

	private boolean forget(String id) {
		return this.jdbc.update(
				"update escrowmint_stream_dead_letter set replay = null where id = ? and replay is not null",
				Long.parseLong(id)) == 1;
	}

}
