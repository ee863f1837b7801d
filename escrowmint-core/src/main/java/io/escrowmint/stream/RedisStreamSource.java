package io.escrowmint.stream;

import java.time.Duration;
import java.util.List;

import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.connection.stream.StreamReadOptions;

/**
 * Any Redis stream, read by a blocking XREAD on the container's own connection.
 */
final class RedisStreamSource implements StreamSource {

	private final StreamCalls calls;

	private final String stream;

	private final Duration block;

	private final KnownReader reader;

	private final EntryCount count;

	RedisStreamSource(StreamCalls calls, String stream, Duration block, KnownReader reader) {
		this.calls = calls;
		this.stream = stream;
		this.block = block;
		this.reader = reader;
		this.count = new EntryCount(calls, stream);
	}

	@Override
	public List<StreamMessage> read(StreamPosition after, int limit) {
		this.reader.at(after.landed());
		return EntryReader.messages(this.stream,
				this.calls.connection()
					.streamCommands()
					.xRead(StreamReadOptions.empty().count(limit).block(this.block),
							StreamOffset.create(Publication.utf8(this.stream), ReadOffset.from(after.landed()))));
	}

	@Override
	public void landed(StreamPosition position) {
		// The next read says so.
	}

	/**
	 * Of a stream that is cut, all that it has to keep for any reader.
	 */
	@Override
	public long backlog(StreamPosition position) {
		return this.reader.trims() ? this.reader.length() : this.count.after(position.landed());
	}

	@Override
	public long pause() {
		return 0;
	}

	@Override
	public void reset() {
		this.count.reset();
		this.reader.reset();
		this.calls.reset();
	}

}
