package io.escrowmint.stream;

import java.lang.reflect.Type;

import io.escrowmint.model.InvalidRequestException;

/**
 * A consumer group of a stream, and what handles its messages.
 *
 * @param id names the container
 * @param stream the stream to read
 * @param group the group; its consumers share the messages
 * @param message what the handler takes
 * @param handler the handler
 * @param transaction what is around each call of it
 */
public record QueueDefinition(String id, String stream, String group, Type message, QueueHandler<Object> handler,
		QueueTransaction transaction) {

	private static final int MAX_BYTES = 256;

	public QueueDefinition {
		require(id, "id");
		require(stream, "stream");
		require(group, "group");
	}

	/**
	 * Returns a definition without a transaction, named after stream and group.
	 * @param <M> the messages
	 * @param stream the stream to read
	 * @param group the group
	 * @param message the class of the messages
	 * @param handler the handler
	 * @return the definition
	 */
	@SuppressWarnings("unchecked")
	public static <M> QueueDefinition of(String stream, String group, Class<M> message, QueueHandler<M> handler) {
		return new QueueDefinition(stream + ":" + group, stream, group, message, (QueueHandler<Object>) handler,
				QueueTransaction.NONE);
	}

	/**
	 * Returns this definition with another transaction.
	 * @param transaction what is around each call
	 * @return a new definition
	 */
	public QueueDefinition within(QueueTransaction transaction) {
		return new QueueDefinition(this.id, this.stream, this.group, this.message, this.handler, transaction);
	}

	static void require(String name, String field) {
		int bytes = Publication.utf8(name).length;
		if (bytes == 0 || bytes > MAX_BYTES) {
			throw new InvalidRequestException(field, name, "must have 1 to " + MAX_BYTES + " bytes");
		}
	}

}
