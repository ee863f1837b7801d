package io.escrowmint.stream;

/**
 * Handles the messages of a consumer group. Called again for a message whose
 * acknowledgment was lost, unless its transaction remembers it.
 *
 * @param <M> the messages
 */
@FunctionalInterface
public interface QueueHandler<M> {

	/**
	 * Handles a message.
	 * @param message the message
	 * @param delivery as it was delivered
	 * @throws Exception for whatever reason: the message is tried again, up to the policy
	 * for poison
	 */
	void handle(M message, Delivery delivery) throws Exception;

}
