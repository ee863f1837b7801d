package io.escrowmint.spring.metrics;

import io.escrowmint.spring.actuate.StoreCircuits;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Shows which circuits around the store are not closed.
 *
 * @param circuits the circuits
 */
public record CircuitMetrics(StoreCircuits circuits) implements MeterBinder {

	@Override
	public void bindTo(MeterRegistry registry) {
		this.circuits.states()
			.keySet()
			.forEach((name) -> Gauge.builder("escrowmint.circuit.open", this.circuits, (known) -> open(known, name))
				.description("1 while calls of this kind fail at once, 0 while they are let through")
				.tag("circuit", name)
				.register(registry));
	}

	private static double open(StoreCircuits circuits, String name) {
		return StoreCircuits.CLOSED.equals(circuits.states().get(name)) ? 0 : 1;
	}

}
