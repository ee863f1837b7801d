package io.escrowmint.spring.metrics;

import java.util.concurrent.TimeUnit;

import io.escrowmint.store.Sweeper;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Shows what the sweeper of this process does.
 *
 * @param sweeper the sweeper
 */
public record SweeperMetrics(Sweeper sweeper) implements MeterBinder {

	@Override
	public void bindTo(MeterRegistry registry) {
		TimeGauge
			.builder("escrowmint.sweeper.lag", this.sweeper, TimeUnit.MILLISECONDS, (known) -> known.lag().toMillis())
			.description("How long the earliest due wallet was overdue at the last sweep")
			.register(registry);
		FunctionCounter.builder("escrowmint.sweeper.reclaimed", this.sweeper, Sweeper::reclaimed)
			.description("Holds and leases that this process has reclaimed")
			.register(registry);
		FunctionCounter.builder("escrowmint.sweeper.failed", this.sweeper, Sweeper::failed)
			.description("Wallets and partitions that could not be swept")
			.register(registry);
	}

}
