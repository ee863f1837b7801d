package io.escrowmint.metering;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Remembers what a listener hears.
 */
final class Heard implements MeteringListener {

	final List<Settlement> settlements = new CopyOnWriteArrayList<>();

	final List<String> verdicts = new CopyOnWriteArrayList<>();

	final AtomicInteger extended = new AtomicInteger();

	final AtomicInteger repeated = new AtomicInteger();

	final AtomicLong allowed = new AtomicLong();

	@Override
	public void settled(Settlement settlement) {
		this.settlements.add(settlement);
	}

	@Override
	public void settleRepeated() {
		this.repeated.incrementAndGet();
	}

	@Override
	public void extended(int holds) {
		this.extended.addAndGet(holds);
	}

	@Override
	public void allowed(long cost) {
		this.allowed.addAndGet(cost);
	}

	@Override
	public void shadowed(String verdict, long cost) {
		this.verdicts.add(verdict + " " + cost);
	}

}
