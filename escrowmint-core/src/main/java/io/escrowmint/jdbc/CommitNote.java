package io.escrowmint.jdbc;

import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Notes that a transaction is committed, before any other callback hears of it and may
 * throw. Where a transaction has no callbacks, none can. Used by one thread.
 */
final class CommitNote implements TransactionSynchronization, PriorityOrdered {

	private boolean committed;

	void register() {
		if (TransactionSynchronizationManager.isSynchronizationActive()) {
			TransactionSynchronizationManager.registerSynchronization(this);
		}
	}

	boolean isCommitted() {
		return this.committed;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void afterCommit() {
		this.committed = true;
	}

}
