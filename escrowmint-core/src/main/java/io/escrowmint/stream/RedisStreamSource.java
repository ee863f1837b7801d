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

	RedisStreamSource(StreamCalls calls, String stream, Duration block) {
		this.calls = calls;
		this.stream = stream;
		this.block = block;
	}

	@Override
	public List<StreamMessage> read(StreamPosition after, int limit) {
		return EntryReader.messages(this.stream,
				this.calls.connection()
					.streamCommands()
					.xRead(StreamReadOptions.empty().count(limit).block(this.block),
							StreamOffset.create(Publication.utf8(this.stream), ReadOffset.from(after.landed()))));
	}

	@Override
	public void landed(StreamPosition position) {
		// The application cuts its streams itself.
	}

	@Override
	public long pause() {
		return 0;
	}

	@Override
	public void reset() {
		this.calls.reset();
	}

}
