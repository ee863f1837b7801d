package io.escrowmint.spring.metrics;

import java.util.function.ToDoubleFunction;

import io.escrowmint.lease.CreditLeases;
import io.escrowmint.lease.LeaseExposure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Shows how much lies in this process.
 *
 * @param leases the leases
 */
public record LeaseExposureMetrics(CreditLeases leases) implements MeterBinder {

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, "wallets", "wallets", "Wallets in use on the leased path", LeaseExposure::wallets);
		gauge(registry, "live", "leases", "Leases of this process that are not finished", LeaseExposure::leases);
		gauge(registry, "unspent", "credits", "Unspent part of these leases, open local holds included",
				LeaseExposure::unspent);
		gauge(registry, "held", "credits", "Credits in open local holds", LeaseExposure::held);
		gauge(registry, "unreported", "credits", "Credits that were spent here and are not known to the store",
				LeaseExposure::unreported);
	}

	private void gauge(MeterRegistry registry, String name, String unit, String description,
			ToDoubleFunction<LeaseExposure> figure) {
		Gauge.builder("escrowmint.leases." + name, this.leases, (known) -> figure.applyAsDouble(known.exposure()))
			.description(description)
			.baseUnit(unit)
			.register(registry);
	}

}
