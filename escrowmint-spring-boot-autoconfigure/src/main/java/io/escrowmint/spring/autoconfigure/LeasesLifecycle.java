package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;

import io.escrowmint.lease.CreditLeases;
import io.escrowmint.model.InvalidRequestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Uses leases while the application runs: from before metered calls and the web server
 * until after both, so that the rest of the last request is given back too; the store is
 * closed later.
 */
final class LeasesLifecycle extends DrainingLifecycle {

	static final int PHASE = MeteringLifecycle.PHASE - 512;

	private static final Logger logger = LoggerFactory.getLogger(LeasesLifecycle.class);

	private final CreditLeases leases;

	private final LeasesProperties.Prewarm prewarm;

	/**
	 * Creates the lifecycle.
	 * @param leases the leases
	 * @param prewarm what is acquired at the start
	 * @param timeout how long the container waits for a phase to stop
	 * @param threads makes the thread that waits at the stop
	 */
	LeasesLifecycle(CreditLeases leases, LeasesProperties.Prewarm prewarm, Duration timeout, ThreadFactory threads) {
		super(PHASE, timeout, threads);
		this.leases = leases;
		this.prewarm = prewarm;
	}

	@Override
	void begin() {
		this.leases.start();
		if (!this.prewarm.wallets().isEmpty()) {
			prewarm();
		}
	}

	// A store that is away is no reason not to start.
	private void prewarm() {
		try {
			if (!this.leases.prewarm(this.prewarm.wallets(), this.prewarm.timeout())) {
				logger.warn("Not all of {} wallets had a lease after {}; the start goes on",
						this.prewarm.wallets().size(), this.prewarm.timeout());
			}
		}
		catch (InvalidRequestException ex) {
			throw new InvalidConfigurationPropertyValueException("escrowmint.leases.prewarm.wallets", null,
					"every " + ex.field() + " " + ex.rule());
		}
		catch (RuntimeException ex) {
			logger.warn("Leases could not be acquired before the first request", ex);
		}
	}

	@Override
	void end(Duration longest) {
		if (!this.leases.drain(longest)) {
			logger.warn("Stopped with leases that are not given back; they expire by themselves");
		}
		this.leases.stop();
	}

}
