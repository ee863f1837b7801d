package io.escrowmint.spring.metrics;

import java.util.function.ToDoubleFunction;

import io.escrowmint.ledger.LedgerReconciler;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Counts what comparing the store with the ledger finds and does.
 *
 * @param reconciler compares
 */
public record LedgerVerifyMetrics(LedgerReconciler reconciler) implements MeterBinder {

	@Override
	public void bindTo(MeterRegistry registry) {
		counter(registry, "checked", "Wallets that were compared with the ledger", LedgerReconciler::checked);
		counter(registry, "broken", "Comparisons that found a wallet broken", LedgerReconciler::broken);
		counter(registry, "rebuilt", "Wallets that were rebuilt from the ledger", LedgerReconciler::rebuilt);
		counter(registry, "errors", "Wallets that could not be compared or repaired", LedgerReconciler::errors);
	}

	private void counter(MeterRegistry registry, String name, String description,
			ToDoubleFunction<LedgerReconciler> count) {
		FunctionCounter.builder("escrowmint.ledger.verify." + name, this.reconciler, count)
			.description(description)
			.baseUnit("wallets")
			.register(registry);
	}

}
