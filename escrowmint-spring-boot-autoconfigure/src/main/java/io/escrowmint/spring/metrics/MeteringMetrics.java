package io.escrowmint.spring.metrics;

import java.time.Duration;
import java.util.Locale;

import io.escrowmint.metering.Admission;
import io.escrowmint.metering.Ending;
import io.escrowmint.metering.MeteringListener;
import io.escrowmint.metering.Settlement;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Counts what happens to metered calls. Thread-safe.
 */
public final class MeteringMetrics implements MeteringListener {

	private final MeterRegistry registry;

	private final Counter repeats;

	private final Counter extended;

	private final Counter charged;

	private final Counter uncharged;

	private final Counter allowed;

	/**
	 * Creates the metrics.
	 * @param registry keeps the meters
	 */
	public MeteringMetrics(MeterRegistry registry) {
		this.registry = registry;
		this.repeats = counter("escrowmint.metered.settles.repeated", "Settles that were sent again", "settles");
		this.extended = counter("escrowmint.metered.holds.extended", "Holds that were kept alive", "holds");
		this.charged = counter("escrowmint.metered.credits.charged", "Credits that were charged", "credits");
		this.uncharged = counter("escrowmint.metered.credits.uncharged",
				"Credits that were used and could not be charged", "credits");
		this.allowed = counter("escrowmint.metered.credits.allowed",
				"Credits that were let through uncharged while the store was away", "credits");
	}

	@Override
	public void decided(Admission admission) {
		this.registry.counter("escrowmint.metered.requests", "outcome", OperationNames.of(admission)).increment();
	}

	@Override
	public void ended(Ending.Kind kind, Duration elapsed) {
		Timer.builder("escrowmint.metered.calls")
			.description("Metered calls that held something, until their end")
			.tag("ending", lower(kind))
			.register(this.registry)
			.record(elapsed);
	}

	@Override
	public void settled(Settlement settlement) {
		this.registry.counter("escrowmint.metered.settles", "outcome", lower(settlement.kind())).increment();
		this.charged.increment(settlement.charged());
		this.uncharged.increment(settlement.uncharged());
	}

	@Override
	public void settleRepeated() {
		this.repeats.increment();
	}

	@Override
	public void extended(int holds) {
		this.extended.increment(holds);
	}

	@Override
	public void allowed(long cost) {
		this.allowed.increment(cost);
	}

	@Override
	public void shadowed(String verdict, long cost) {
		this.registry.counter("escrowmint.metered.shadow.requests", "verdict", verdict).increment();
		this.registry.counter("escrowmint.metered.shadow.credits", "verdict", verdict).increment(cost);
	}

	private Counter counter(String name, String description, String unit) {
		return Counter.builder(name).description(description).baseUnit(unit).register(this.registry);
	}

	private static String lower(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
