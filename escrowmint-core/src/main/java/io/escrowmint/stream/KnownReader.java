package io.escrowmint.stream;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Notes in Redis how far a reader of a stream has come, and cuts the stream where that is
 * asked for: below what every known reader has done. Now and then, since each look costs
 * a call. Used by one thread.
 */
final class KnownReader {

	private final StreamCalls calls;

	private final List<byte[]> keys;

	private final byte[] name;

	private final boolean trims;

	private final long pauseNanos;

	private @Nullable String noted;

	private long length;

	private long next = System.nanoTime();

	/**
	 * Creates a reader.
	 * @param calls to Redis
	 * @param stream the stream
	 * @param readers the key under which the readers of the stream are noted
	 * @param name the name of the reader; empty for a group, which Redis notes itself
	 * @param trims whether to cut
	 * @param pause between two calls
	 */
	KnownReader(StreamCalls calls, String stream, String readers, String name, boolean trims, Duration pause) {
		this.calls = calls;
		this.keys = List.of(Publication.utf8(stream), Publication.utf8(readers));
		this.name = Publication.utf8(name);
		this.trims = trims;
		this.pauseNanos = pause.toNanos();
	}

	/**
	 * Notes a position, the first one at once.
	 */
	void at(String position) {
		boolean isNew = this.name.length > 0 && !position.equals(this.noted);
		if (!isNew && !this.trims || this.noted != null && System.nanoTime() - this.next < 0) {
			return;
		}
		List<Object> reply = this.calls.run(StreamScripts.READER, this.keys,
				List.of(this.name, Publication.utf8(position), Publication.utf8(this.trims ? "1" : "0")));
		this.length = Long.parseLong(StreamCalls.text(reply, 0));
		this.noted = position;
		this.next = System.nanoTime() + this.pauseNanos;
	}

	/**
	 * Tells whether the stream is cut.
	 */
	boolean trims() {
		return this.trims;
	}

	/**
	 * Returns how many entries the stream had after it was last cut.
	 */
	long length() {
		return this.length;
	}

	/**
	 * Notes the next position whatever it is.
	 */
	void reset() {
		this.noted = null;
	}

}
