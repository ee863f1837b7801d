package io.escrowmint.stream;

import java.time.Duration;
import java.util.Optional;

import io.escrowmint.model.StoreUnavailableException;

/**
 * A stream and a group as a queue whose messages are fetched and acknowledged by hand. A
 * message that is not acknowledged comes again, here or to another consumer; one that has
 * come too often goes to the dead letters. Thread-safe; receivers wait for each other.
 *
 * @param <M> the messages
 */
public interface StreamQueue<M> extends AutoCloseable {

	/**
	 * Adds a message.
	 * @param message a {@code Map} of fields, or anything else that the codec writes
	 * @return the id of its entry
	 * @throws StoreUnavailableException if it was certainly not added
	 * @throws EnqueueUnknownException if it may have been added: to add it again may add
	 * it twice
	 */
	String enqueue(Object message);

	/**
	 * Waits for a message: one that others have left, or one that is new.
	 * @param timeout for how long to wait
	 * @return the message, empty if there was none
	 * @throws StoreUnavailableException if Redis cannot be reached; what was on its way
	 * comes again
	 */
	Optional<QueuedMessage<M>> receive(Duration timeout);

	/**
	 * Goes through the messages, each of which is to be acknowledged.
	 * @param idle for how long to wait for each; when there was none, the iteration ends
	 * @return an iterable that can be used once at a time
	 */
	default Iterable<QueuedMessage<M>> messages(Duration idle) {
		return () -> new QueueIterator<>(this, idle);
	}

	/**
	 * Leaves what is not acknowledged to others, and disconnects.
	 */
	@Override
	void close();

}
