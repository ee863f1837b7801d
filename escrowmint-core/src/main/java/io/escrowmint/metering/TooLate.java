package io.escrowmint.metering;

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses what is said of a call that has ended. Whoever says it may be a future beside
 * the one that the call returned, whose failure nobody looks at, so the log says it as
 * well: the first time as a warning. Thread-safe.
 */
final class TooLate {

	private static final Logger logger = LoggerFactory.getLogger(TooLate.class);

	private static final AtomicBoolean warned = new AtomicBoolean();

	private TooLate() {
	}

	static IllegalStateException refusal() {
		IllegalStateException refusal = new IllegalStateException("The metered call has ended");
		if (warned.compareAndSet(false, true)) {
			logger.warn("A metered call was told of its use after it had ended, which changes nothing: what it returns "
					+ "must not complete before. Further ones are logged as debug", refusal);
		}
		else {
			logger.debug("A metered call was told of its use after it had ended", refusal);
		}
		return refusal;
	}

}
