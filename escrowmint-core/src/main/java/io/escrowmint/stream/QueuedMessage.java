package io.escrowmint.stream;

/**
 * A message that was received, to be settled once.
 *
 * @param <M> the message
 */
public interface QueuedMessage<M> {

	/**
	 * Returns the message.
	 * @return the message
	 */
	M message();

	/**
	 * Returns how it was delivered.
	 * @return entry and number of deliveries
	 */
	Delivery delivery();

	/**
	 * Says that the message is done. May be repeated.
	 * @return whether it was still to be done; if not, another consumer has taken it over
	 */
	boolean acknowledge();

	/**
	 * Gives the message back, to be delivered again at once, here or elsewhere.
	 * @return whether it was still this consumer's
	 */
	boolean release();

}
