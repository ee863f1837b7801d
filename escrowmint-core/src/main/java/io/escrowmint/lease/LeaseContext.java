package io.escrowmint.lease;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What the leases of all wallets of a process share.
 */
final class LeaseContext {

	private final LeaseOptions options;

	private final String owner;

	private final LeaseListener listener;

	private final LongSupplier nanoTime;

	private final PatientCalls calls;

	private final Duration recallPatience;

	private final Set<StoreHold> storeHolds = ConcurrentHashMap.newKeySet();

	private volatile boolean running;

	LeaseContext(LeaseOptions options, LeaseListener listener, LongSupplier nanoTime, PatientCalls calls,
			Duration recallPatience) {
		this.options = options;
		this.owner = options.ownerOrRandom();
		this.listener = listener;
		this.nanoTime = nanoTime;
		this.calls = calls;
		this.recallPatience = recallPatience;
	}

	LeaseOptions options() {
		return this.options;
	}

	String owner() {
		return this.owner;
	}

	LeaseListener listener() {
		return this.listener;
	}

	LongSupplier clock() {
		return this.nanoTime;
	}

	long now() {
		return this.nanoTime.getAsLong();
	}

	PatientCalls calls() {
		return this.calls;
	}

	/** For leases on their way here, and once more for those that go back. */
	Duration recallPatience() {
		return this.recallPatience;
	}

	/** The holds that lie in the store and are not settled. */
	Set<StoreHold> storeHolds() {
		return this.storeHolds;
	}

	/** Whether leases may be acquired. */
	boolean isRunning() {
		return this.running;
	}

	void running(boolean running) {
		this.running = running;
	}

	/** How long before its expiry in the store a lease ends here. */
	long marginNanos() {
		return this.options.safetyMargin().toNanos();
	}

}
