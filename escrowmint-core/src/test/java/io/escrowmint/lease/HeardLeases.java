package io.escrowmint.lease;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Adds up what happens to leases.
 */
final class HeardLeases implements LeaseListener {

	final AtomicInteger grants = new AtomicInteger();

	final AtomicInteger refills = new AtomicInteger();

	final AtomicInteger refusedLocally = new AtomicInteger();

	final AtomicInteger direct = new AtomicInteger();

	final AtomicInteger renewed = new AtomicInteger();

	final AtomicInteger repeated = new AtomicInteger();

	final AtomicLong booked = new AtomicLong();

	final AtomicLong bookedLate = new AtomicLong();

	final AtomicLong released = new AtomicLong();

	final AtomicLong expired = new AtomicLong();

	final AtomicLong settledLate = new AtomicLong();

	final AtomicLong lost = new AtomicLong();

	volatile Runnable onGrant = () -> {
	};

	@Override
	public void granted(long asked, long granted, boolean refill, Duration elapsed) {
		(refill ? this.refills : this.grants).incrementAndGet();
		this.onGrant.run();
	}

	@Override
	public void refusedLocally() {
		this.refusedLocally.incrementAndGet();
	}

	@Override
	public void direct() {
		this.direct.incrementAndGet();
	}

	@Override
	public void reported(long credits, boolean late) {
		(late ? this.bookedLate : this.booked).addAndGet(credits);
	}

	@Override
	public void repeated() {
		this.repeated.incrementAndGet();
	}

	@Override
	public void renewed() {
		this.renewed.incrementAndGet();
	}

	@Override
	public void released(long returned) {
		this.released.addAndGet(returned);
	}

	@Override
	public void expired(long unspent) {
		this.expired.addAndGet(unspent);
	}

	@Override
	public void settledLate(long charged) {
		this.settledLate.addAndGet(charged);
	}

	@Override
	public void lost(long credits) {
		this.lost.addAndGet(credits);
	}

}
