package io.escrowmint.spring.autoconfigure;

import java.util.concurrent.ThreadFactory;

import io.escrowmint.ledger.LedgerReconciler;

import org.springframework.context.SmartLifecycle;

/**
 * Compares the store with the ledger while the application runs: from after the pump has
 * begun until before it ends, so that repairs find their events landed. Stops after the
 * web server, metered calls and leases, so that none of them waits for a wallet that is
 * being compared while the store or the database is away.
 */
final class LedgerReconcilerLifecycle implements SmartLifecycle {

	static final int PHASE = LedgerPumpLifecycle.PHASE + 256;

	private final LedgerReconciler reconciler;

	private final ThreadFactory threads;

	/**
	 * Creates the lifecycle.
	 * @param reconciler what runs
	 * @param threads makes the thread that waits at the stop
	 */
	LedgerReconcilerLifecycle(LedgerReconciler reconciler, ThreadFactory threads) {
		this.reconciler = reconciler;
		this.threads = threads;
	}

	@Override
	public int getPhase() {
		return PHASE;
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
	public void stop(Runnable callback) {
		BackgroundThreads.stop(this.threads, this::stop, callback);
	}

	@Override
	public boolean isRunning() {
		return this.reconciler.isRunning();
	}

}
