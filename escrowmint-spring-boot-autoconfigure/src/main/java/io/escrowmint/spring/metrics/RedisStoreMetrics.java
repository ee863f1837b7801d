package io.escrowmint.spring.metrics;

import io.escrowmint.store.redis.RedisStoreListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts what the Redis engine sends. Thread-safe.
 */
public final class RedisStoreMetrics implements RedisStoreListener {

	private final DistributionSummary batches;

	private final Counter reloads;

	/**
	 * Creates the metrics.
	 * @param registry keeps the meters
	 */
	public RedisStoreMetrics(MeterRegistry registry) {
		this.batches = DistributionSummary.builder("escrowmint.redis.batches")
			.description("Operations that travel together in one script call")
			.baseUnit("operations")
			.register(registry);
		this.reloads = Counter.builder("escrowmint.redis.script.reloads")
			.description("Scripts that Redis did not know, and that were sent in full")
			.baseUnit("scripts")
			.register(registry);
	}

	@Override
	public void sent(int calls) {
		this.batches.record(calls);
	}

	@Override
	public void scriptReloaded() {
		this.reloads.increment();
	}

}
