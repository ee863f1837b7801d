package io.escrowmint.ledger;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what the pump does and tells its listener. Written by the pump's thread, read by
 * any.
 */
final class PumpTally {

	private static final Logger logger = LoggerFactory.getLogger(LedgerPump.class);

	private final LedgerListener listener;

	final AtomicLong landed = new AtomicLong();

	final AtomicLong repeats = new AtomicLong();

	final AtomicLong divergences = new AtomicLong();

	final AtomicLong gaps = new AtomicLong();

	final AtomicLong errors = new AtomicLong();

	private volatile @Nullable String lastError;

	PumpTally(LedgerListener listener) {
		this.listener = listener;
	}

	void landed(LandingResult.Landed result, Duration lag) {
		this.landed.addAndGet(result.events());
		this.repeats.addAndGet(result.repeats());
		tell((told) -> told.landed(result.events(), result.repeats(), lag));
		result.findings().forEach(this::found);
	}

	/** Says no wallet's name: logs are read by many. */
	private void found(LedgerFinding finding) {
		AtomicLong counter = (finding instanceof LedgerFinding.Divergence) ? this.divergences : this.gaps;
		counter.incrementAndGet();
		logger.warn("A wallet of partition {} does not fit the ledger at {}: {}", finding.arrived().partition(),
				finding.arrived().position(), finding.getClass().getSimpleName());
		tell((told) -> told.found(finding));
	}

	/** An outage is logged once. */
	void failed(String what, Throwable cause) {
		this.errors.incrementAndGet();
		if (this.lastError == null) {
			logger.warn("{} failed and is tried again; more failures are logged as debug until it succeeds", what,
					cause);
		}
		else {
			logger.debug("{} failed again", what, cause);
		}
		this.lastError = what + ": " + cause.getClass().getSimpleName();
		tell(LedgerListener::failed);
	}

	void succeeded() {
		this.lastError = null;
	}

	@Nullable String lastError() {
		return this.lastError;
	}

	private void tell(Consumer<LedgerListener> fact) {
		try {
			fact.accept(this.listener);
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of the ledger failed", ex);
		}
	}

}
