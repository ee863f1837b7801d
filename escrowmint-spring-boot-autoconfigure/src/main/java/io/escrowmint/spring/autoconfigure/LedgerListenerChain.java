package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.escrowmint.ledger.LedgerFinding;
import io.escrowmint.ledger.LedgerListener;
import io.escrowmint.store.FailureTypes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells several listeners. What one of them throws keeps nothing from the others.
 *
 * @param listeners the listeners, in their order
 */
record LedgerListenerChain(List<LedgerListener> listeners) implements LedgerListener {

	private static final Logger logger = LoggerFactory.getLogger(LedgerListenerChain.class);

	@Override
	public void found(LedgerFinding finding) {
		tell((listener) -> listener.found(finding));
	}

	@Override
	public void landed(int events, int repeats, Duration lag) {
		tell((listener) -> listener.landed(events, repeats, lag));
	}

	@Override
	public void wentBack(int partition) {
		tell((listener) -> listener.wentBack(partition));
	}

	@Override
	public void failed() {
		tell(LedgerListener::failed);
	}

	private void tell(Consumer<LedgerListener> fact) {
		for (LedgerListener listener : this.listeners) {
			try {
				fact.accept(listener);
			}
			catch (RuntimeException | Error ex) {
				logger.warn("A listener of the ledger failed: {}", FailureTypes.of(ex));
				logger.debug("Why a listener of the ledger failed", ex);
			}
		}
	}

}
