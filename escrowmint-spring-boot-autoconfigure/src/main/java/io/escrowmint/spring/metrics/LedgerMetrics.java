package io.escrowmint.spring.metrics;

import java.time.Duration;

import io.escrowmint.ledger.LedgerFinding;
import io.escrowmint.ledger.LedgerListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Counts what the pump lands and finds. No wallet is a tag.
 */
public final class LedgerMetrics implements LedgerListener {

	private final Timer lag;

	private final Counter landed;

	private final Counter repeats;

	private final Counter divergences;

	private final Counter gaps;

	private final Counter breaks;

	private final Counter errors;

	/**
	 * Creates the meters.
	 * @param registry where to
	 */
	public LedgerMetrics(MeterRegistry registry) {
		this.lag = Timer.builder("escrowmint.ledger.landing.lag")
			.description("Age of the oldest event of each landing of a partition")
			.register(registry);
		this.landed = events(registry, "landed");
		this.repeats = events(registry, "repeated");
		this.divergences = events(registry, "diverged");
		this.gaps = events(registry, "gap");
		this.breaks = events(registry, "break");
		this.errors = Counter.builder("escrowmint.ledger.errors")
			.description("Failures of reading or landing that were tried again")
			.register(registry);
	}

	private static Counter events(MeterRegistry registry, String event) {
		return Counter.builder("escrowmint.ledger.events")
			.tag("event", event)
			.description(
					"What became of events: in the ledger, there already, contradicting it; or arrived after a gap")
			.register(registry);
	}

	@Override
	public void found(LedgerFinding finding) {
		if (finding instanceof LedgerFinding.Divergence) {
			this.divergences.increment();
		}
		else if (finding instanceof LedgerFinding.Gap) {
			this.gaps.increment();
		}
		else if (finding instanceof LedgerFinding.Break) {
			this.breaks.increment();
		}
	}

	@Override
	public void landed(int events, int repeats, Duration lag) {
		this.landed.increment(events);
		this.repeats.increment(repeats);
		this.lag.record(lag);
	}

	@Override
	public void failed() {
		this.errors.increment();
	}

}
