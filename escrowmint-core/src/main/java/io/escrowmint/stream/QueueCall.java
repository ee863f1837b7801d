package io.escrowmint.stream;

import org.jspecify.annotations.Nullable;

/**
 * A call of a handler within its transaction, and how it ended, which tells what a
 * message is to blame for. Used by one thread.
 */
final class QueueCall implements QueueTransaction.Work {

	private final QueueHandler<Object> handler;

	private final Object message;

	private final Delivery delivery;

	private boolean isHandled;

	private @Nullable Throwable failure;

	QueueCall(QueueHandler<Object> handler, Object message, Delivery delivery) {
		this.handler = handler;
		this.message = message;
		this.delivery = delivery;
	}

	@Override
	public void run() throws Exception {
		this.isHandled = false;
		this.failure = null;
		try {
			this.handler.handle(this.message, this.delivery);
			this.isHandled = true;
		}
		catch (Throwable ex) {
			this.failure = ex;
			throw ex;
		}
	}

	/**
	 * Finds what counts as a failure of the message: that of its handler, or a commit
	 * that is refused because of what the handler did.
	 * @param thrown what the transaction threw
	 * @return what to blame the message for; {@code null} if the transaction failed by
	 * itself
	 */
	@Nullable Throwable blame(Throwable thrown) {
		if (this.failure != null) {
			return this.failure;
		}
		return (this.isHandled && RefusedTransaction.isOne(thrown)) ? thrown : null;
	}

}
