package io.escrowmint.spring.autoconfigure;

import java.util.List;
import java.util.concurrent.ThreadFactory;

import io.escrowmint.ledger.ForeignLedgerException;
import io.escrowmint.ledger.LedgerPump;
import io.escrowmint.ledger.LedgerSchemaException;
import io.escrowmint.spring.MisconfigurationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Lands events while the application runs: from before leases and metered calls until
 * after both, so that what they settle last is landed too. A database that is away is no
 * reason not to start; one without the tables is, and one with those of another store.
 */
final class LedgerPumpLifecycle implements SmartLifecycle {

	static final int PHASE = LeasesLifecycle.PHASE - 512;

	private static final Logger logger = LoggerFactory.getLogger(LedgerPumpLifecycle.class);

	private final LedgerPump pump;

	private final @Nullable LedgerSchemaInitializer schema;

	private final List<String> scripts;

	private final ThreadFactory threads;

	/**
	 * Creates the lifecycle.
	 * @param pump what runs
	 * @param schema creates the tables, unless that is somebody else's affair
	 * @param scripts what creates the tables
	 * @param threads makes the thread that waits at the stop
	 */
	LedgerPumpLifecycle(LedgerPump pump, @Nullable LedgerSchemaInitializer schema, List<String> scripts,
			ThreadFactory threads) {
		this.pump = pump;
		this.schema = schema;
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
			check();
		}
		catch (LedgerSchemaException ex) {
			throw new MisconfigurationException(ex.getMessage() + ".",
					"Set escrowmint.ledger.initialize-schema=always, or run " + String.join(", ", this.scripts)
							+ " with what migrates your database, or set escrowmint.ledger.enabled=false.",
					ex);
		}
		catch (ForeignLedgerException ex) {
			throw new MisconfigurationException(ex.getMessage() + ".", "Set escrowmint.ledger.table-prefix, so that '"
					+ ex.store()
					+ "' has tables of its own. If escrowmint.prefix was changed, change it back; if all keys have "
					+ "moved with it, write the new one into " + ex.table() + ".", ex);
		}
		catch (RuntimeException ex) {
			logger.warn("The database of the ledger cannot be reached; the start goes on, and events wait", ex);
		}
		this.pump.start();
	}

	/** The database may have come back after the tables were to be created. */
	private void check() {
		try {
			this.pump.check();
		}
		catch (LedgerSchemaException ex) {
			if (this.schema == null || !this.schema.createMissed()) {
				throw ex;
			}
			this.pump.check();
		}
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
