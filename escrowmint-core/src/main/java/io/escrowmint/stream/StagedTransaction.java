package io.escrowmint.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Collects what one call publishes. Thrown away with it if the call fails.
 */
final class StagedTransaction implements StreamTransaction {

	private final StreamMessage message;

	private final PublishRule rule;

	private final StreamCodec codec;

	private final Thread thread = Thread.currentThread();

	private final List<Publication> staged = new ArrayList<>();

	private boolean closed;

	StagedTransaction(StreamMessage message, PublishRule rule, StreamCodec codec) {
		this.message = message;
		this.rule = rule;
		this.codec = codec;
	}

	@Override
	public void publish(String stream, Object message) {
		if (this.closed || Thread.currentThread() != this.thread) {
			throw new IllegalStateException("A StreamTransaction is used by the call it was made for, in its thread");
		}
		this.rule.check(Objects.requireNonNull(stream, "stream"));
		this.staged.add(Publication.of(stream, Objects.requireNonNull(message, "message"), this.codec));
	}

	@Override
	public StreamMessage message() {
		return this.message;
	}

	List<Publication> close() {
		this.closed = true;
		return this.staged;
	}

	/**
	 * Says where may be published.
	 */
	@FunctionalInterface
	interface PublishRule {

		void check(String stream);

	}

}
