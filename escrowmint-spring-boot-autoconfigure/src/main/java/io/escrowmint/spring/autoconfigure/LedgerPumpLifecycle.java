package io.escrowmint.spring.autoconfigure;

import java.util.List;
import java.util.concurrent.ThreadFactory;

import io.escrowmint.ledger.LedgerPump;
import io.escrowmint.ledger.LedgerSchemaException;
import io.escrowmint.ledger.LedgerStore;
import io.escrowmint.spring.MisconfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Lands events while the application runs: from before leases and metered calls until
 * after both, so that what they settle last is landed too. A database that is away is no
 * reason not to start; one without the tables is.
 */
final class LedgerPumpLifecycle implements SmartLifecycle {

	static final int PHASE = LeasesLifecycle.PHASE - 512;

	private static final Logger logger = LoggerFactory.getLogger(LedgerPumpLifecycle.class);

	private final LedgerPump pump;

	private final LedgerStore store;

	private final List<String> scripts;

	private final ThreadFactory threads;

	/**
	 * Creates the lifecycle.
	 * @param pump what runs
	 * @param store where events are landed
	 * @param scripts what creates the tables
	 * @param threads makes the thread that waits at the stop
	 */
	LedgerPumpLifecycle(LedgerPump pump, LedgerStore store, List<String> scripts, ThreadFactory threads) {
		this.pump = pump;
		this.store = store;
		this.scripts = scripts;
		this.threads = threads;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public void start() {
		try {
			this.store.check();
		}
		catch (LedgerSchemaException ex) {
			throw new MisconfigurationException(ex.getMessage() + ".",
					"Set escrowmint.ledger.initialize-schema=always, or run " + String.join(", ", this.scripts)
							+ " with what migrates your database, or set escrowmint.ledger.enabled=false.",
					ex);
		}
		catch (RuntimeException ex) {
			logger.warn("The database of the ledger cannot be reached; the start goes on, and events wait", ex);
		}
		this.pump.start();
	}

	@Override
	public void stop() {
		this.pump.stop();
	}

	@Override
	public void stop(Runnable callback) {
		BackgroundThreads.stop(this.threads, this::stop, callback);
	}

	@Override
	public boolean isRunning() {
		return this.pump.isRunning();
	}

}
