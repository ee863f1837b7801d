package io.escrowmint.stream;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;

/**
 * Receives as it is asked. For one thread.
 *
 * @param <M> the messages
 */
final class QueueIterator<M> implements Iterator<QueuedMessage<M>> {

	private final StreamQueue<M> queue;

	private final Duration idle;

	private @Nullable QueuedMessage<M> next;

	QueueIterator(StreamQueue<M> queue, Duration idle) {
		this.queue = queue;
		this.idle = idle;
	}

	@Override
	public boolean hasNext() {
		if (this.next == null) {
			this.next = this.queue.receive(this.idle).orElse(null);
		}
		return this.next != null;
	}

	@Override
	public QueuedMessage<M> next() {
		QueuedMessage<M> found = hasNext() ? this.next : null;
		if (found == null) {
			throw new NoSuchElementException("No message within " + this.idle);
		}
		this.next = null;
		return found;
	}

}
