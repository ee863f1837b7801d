package io.escrowmint.spring.autoconfigure;

import io.escrowmint.ledger.LedgerReconciler;

import org.springframework.context.SmartLifecycle;

/**
 * Compares the store with the ledger while the application runs. Starts last and stops
 * first, so that both are there all the time.
 */
final class LedgerReconcilerLifecycle implements SmartLifecycle {

	private final LedgerReconciler reconciler;

	LedgerReconcilerLifecycle(LedgerReconciler reconciler) {
		this.reconciler = reconciler;
	}

	@Override
	public void start() {
		this.reconciler.start();
	}

	@Override
	public void stop() {
		this.reconciler.stop();
	}

	@Override
	public boolean isRunning() {
		return this.reconciler.isRunning();
	}

}
