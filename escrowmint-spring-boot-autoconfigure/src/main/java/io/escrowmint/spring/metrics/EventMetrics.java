package io.escrowmint.spring.metrics;

import io.escrowmint.stream.EventWatch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Shows how many events the store keeps. Looked at every ten seconds at most, when
 * somebody asks.
 *
 * @param watch looks
 */
public record EventMetrics(EventWatch watch) implements MeterBinder {

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("escrowmint.events.frames", this.watch, (known) -> known.latest().frames())
			.description("Frames in the event log of the store, all partitions together")
			.baseUnit("frames")
			.register(registry);
		Gauge.builder("escrowmint.events.kept", this.watch, (known) -> known.latest().kept())
			.description("Frames that are kept only because a registered reader has not acknowledged them")
			.baseUnit("frames")
			.register(registry);
	}

}
