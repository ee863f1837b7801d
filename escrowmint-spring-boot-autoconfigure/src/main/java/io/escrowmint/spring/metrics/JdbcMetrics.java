package io.escrowmint.spring.metrics;

import java.time.Duration;
import java.util.Locale;

import io.escrowmint.jdbc.JdbcListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Counts writes, waits for locks and collisions in SQL. Thread-safe.
 */
public final class JdbcMetrics implements JdbcListener {

	private final MeterRegistry registry;

	/**
	 * Creates the metrics.
	 * @param registry keeps the meters
	 */
	public JdbcMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void written(String table, WriteOperation operation, WriteStatus status) {
		Counter.builder("escrowmint.jdbc.writes")
			.description("Idempotent inserts and optimistic updates, by how they ended")
			.tag("table", table)
			.tag("operation", tag(operation))
			.tag("status", tag(status))
			.register(this.registry)
			.increment();
	}

	@Override
	public void lockWaited(LockStrategy strategy, LockStatus status, Duration waited) {
		Timer.builder("escrowmint.jdbc.lock.waits")
			.description("How long callers waited for locks in SQL")
			.tag("strategy", tag(strategy))
			.tag("status", tag(status))
			.register(this.registry)
			.record(waited);
	}

	@Override
	public void collided(int attempt, boolean last) {
		Counter.builder("escrowmint.jdbc.collisions")
			.description("Transactions that others were in the way of")
			.tag("status", last ? "given_up" : "retried")
			.register(this.registry)
			.increment();
	}

	private static String tag(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

}
