package io.escrowmint.ledger;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import io.escrowmint.store.FailureTypes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log what became of broken wallets. Names none of them, since logs are read
 * by many; reports name them, and so does the log at debug. Messages of exceptions name
 * wallets too, so only their types are said. Thread-safe.
 */
final class RepairLog {

	private static final Logger logger = LoggerFactory.getLogger(LedgerReconciler.class);

	private final AtomicBoolean healthy = new AtomicBoolean(true);

	void repaired(RepairResult result) {
		Verdict found = result.check().verdict();
		if (result.outcome() == RepairResult.Outcome.REBUILT) {
			logger.warn(
					"A wallet that was {} is rebuilt: the store had lost {} events {}, carried over was {}, "
							+ "it has {} now",
					found, result.lostEvents(), result.lost(), result.carried(), result.after());
		}
		else if (result.outcome() == RepairResult.Outcome.UNDECIDED) {
			logger.error("A wallet that is {} stays fenced until an operator decides; the report says which and why",
					found);
		}
		logger.debug("Wallet '{}' is {}: {}", result.wallet(), result.outcome(), result.explanation());
	}

	void disagreed(ReconcileReport report) {
		long sound = report.verdicts()
			.entrySet()
			.stream()
			.filter((verdict) -> !verdict.getKey().isBroken())
			.mapToLong(Map.Entry::getValue)
			.sum();
		logger.warn("The store and the ledger disagreed on {} of {} wallets: {}; outcomes {}", report.wallets() - sound,
				report.wallets(), report.verdicts(), report.outcomes());
	}

	/** An outage is said once. */
	void failed(Throwable error) {
		if (this.healthy.getAndSet(false)) {
			logger.warn("Comparing the store with the ledger failed and is tried again: {}", FailureTypes.of(error));
		}
		logger.debug("Why comparing the store with the ledger failed", error);
	}

	void succeeded() {
		this.healthy.set(true);
	}

}
