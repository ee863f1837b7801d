package io.escrowmint.stream;

import java.lang.reflect.UndeclaredThrowableException;

import org.springframework.transaction.support.TransactionOperations;

/**
 * A transaction of Spring's around each call of a handler. An acknowledgment that is lost
 * after the commit brings the message again.
 */
public final class SpringQueueTransaction implements QueueTransaction {

	private final TransactionOperations transactions;

	/**
	 * Creates a transaction.
	 * @param transactions begins, commits and rolls back
	 */
	public SpringQueueTransaction(TransactionOperations transactions) {
		this.transactions = transactions;
	}

	@Override
	public void execute(String reader, Delivery delivery, Work work) throws Exception {
		try {
			this.transactions.executeWithoutResult((status) -> {
				try {
					work.run();
				}
				catch (RuntimeException ex) {
					throw ex;
				}
				catch (Exception ex) {
					throw new UndeclaredThrowableException(ex);
				}
			});
		}
		catch (UndeclaredThrowableException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
	}

}
