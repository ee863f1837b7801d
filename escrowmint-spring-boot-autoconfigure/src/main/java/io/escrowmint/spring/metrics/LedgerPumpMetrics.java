package io.escrowmint.spring.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.escrowmint.ledger.LedgerPump;
import io.escrowmint.ledger.PumpStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Shows how far the ledger is behind.
 *
 * @param pump the pump
 */
public record LedgerPumpMetrics(LedgerPump pump) implements MeterBinder {

	@Override
	public void bindTo(MeterRegistry registry) {
		TimeGauge
			.builder("escrowmint.ledger.lag", this.pump, TimeUnit.MILLISECONDS,
					(known) -> known.status().lag().toMillis())
			.description("For how long events have waited that this process should have landed")
			.register(registry);
		gauge(registry, "backlog", "frames", "Frames that lie in the store, all partitions together",
				PumpStatus::backlog);
		gauge(registry, "hosted", "partitions", "Partitions that this process lands", PumpStatus::hosted);
		gauge(registry, "blocked", "partitions", "Partitions that do not get on", PumpStatus::blocked);
		gauge(registry, "refused", "entries",
				"Entries that the database refuses, and those of their wallets behind them", PumpStatus::refused);
	}

	private void gauge(MeterRegistry registry, String name, String unit, String description,
			ToDoubleFunction<PumpStatus> figure) {
		Gauge.builder("escrowmint.ledger." + name, this.pump, (known) -> figure.applyAsDouble(known.status()))
			.description(description)
			.baseUnit(unit)
			.register(registry);
	}

}
