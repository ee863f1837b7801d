package io.escrowmint.stream;

/**
 * What is around each call of a {@link QueueHandler}. It has committed when it returns,
 * and then the message is acknowledged. Thread-safe.
 */
@FunctionalInterface
public interface QueueTransaction {

	/** No transaction: every handler sees to itself. */
	QueueTransaction NONE = (reader, delivery, work) -> work.run();

	/**
	 * Does the work in a transaction, or not at all if it was done before.
	 * @param reader who handles: a name for prefix, stream and group, which all listeners
	 * of the group share and nobody else; of 256 characters at most
	 * @param delivery the message
	 * @param work calls the handler
	 * @throws Exception what the work throws; nothing of it remains
	 */
	void execute(String reader, Delivery delivery, Work work) throws Exception;

	/**
	 * Calls a handler.
	 */
	@FunctionalInterface
	interface Work {

		/**
		 * Runs it.
		 * @throws Exception if the handler fails
		 */
		void run() throws Exception;

	}

}
