package io.escrowmint.spring.metrics;

import java.time.Duration;

import io.escrowmint.lease.LeaseListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Counts what happens to the leases of this process. Thread-safe.
 */
public final class LeaseMetrics implements LeaseListener {

	private final MeterRegistry registry;

	/**
	 * Creates the metrics.
	 * @param registry keeps the meters
	 */
	public LeaseMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void granted(long asked, long granted, boolean refill, Duration elapsed) {
		count((granted < asked) ? "granted_in_part" : "granted");
		credits("granted", granted);
		Timer.builder("escrowmint.leases.acquisitions")
			.description("How long the store took to grant a lease")
			.tag("kind", refill ? "refill" : "first")
			.register(this.registry)
			.record(elapsed);
	}

	@Override
	public void refused(long asked) {
		count("refused");
	}

	@Override
	public void acquireFailed() {
		count("acquire_failed");
	}

	@Override
	public void refusedLocally() {
		count("refused_locally");
	}

	@Override
	public void waited() {
		count("waited");
	}

	@Override
	public void direct() {
		count("direct");
	}

	@Override
	public void reported(long booked, boolean late) {
		count(late ? "reported_late" : "reported");
		credits("booked", booked);
	}

	@Override
	public void repeated() {
		count("repeated");
	}

	@Override
	public void renewed() {
		count("renewed");
	}

	@Override
	public void released(long returned) {
		count("released");
		credits("returned", returned);
	}

	@Override
	public void expired(long unspent) {
		count("expired");
		credits("expired", unspent);
	}

	@Override
	public void settledLate(long charged) {
		count("settled_late");
		credits("settled_late", charged);
	}

	@Override
	public void lost(long credits) {
		count("lost");
		credits("lost", credits);
	}

	private void count(String event) {
		Counter.builder("escrowmint.leases.events")
			.description("What happened to leases, and to calls that asked for one")
			.tag("event", event)
			.register(this.registry)
			.increment();
	}

	private void credits(String event, long credits) {
		Counter.builder("escrowmint.leases.credits")
			.description("Credits that were leased, booked, given back, or ended otherwise")
			.baseUnit("credits")
			.tag("event", event)
			.register(this.registry)
			.increment(credits);
	}

}
