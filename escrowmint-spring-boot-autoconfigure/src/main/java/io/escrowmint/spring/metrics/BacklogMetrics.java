package io.escrowmint.spring.metrics;

import io.escrowmint.metering.MeteringSessions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Shows what is still to be settled.
 *
 * @param sessions knows
 */
public record BacklogMetrics(MeteringSessions sessions) implements MeterBinder {

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("escrowmint.metered.holds.open", this.sessions, (known) -> known.backlog().open())
			.description("Holds of metered calls that have not ended")
			.baseUnit("holds")
			.register(registry);
		Gauge.builder("escrowmint.metered.settles.pending", this.sessions, (known) -> known.backlog().pending())
			.description("Settles that have no answer yet")
			.baseUnit("settles")
			.register(registry);
	}

}
