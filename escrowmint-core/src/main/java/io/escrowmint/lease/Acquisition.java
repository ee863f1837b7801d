package io.escrowmint.lease;

import java.util.ArrayList;
import java.util.List;

import io.escrowmint.model.AllocateLease;

/**
 * A lease on its way, and those who wait for it. Guarded by the lock of its wallet.
 */
final class Acquisition {

	private final AllocateLease command;

	private final boolean refill;

	private final List<LeaseRequest<?>> waiting = new ArrayList<>();

	private long promised;

	Acquisition(AllocateLease command, boolean refill) {
		this.command = command;
		this.refill = refill;
	}

	AllocateLease command() {
		return this.command;
	}

	boolean isRefill() {
		return this.refill;
	}

	/**
	 * Lets a request wait, if it will be served should the lease be granted in full.
	 * @param request the request
	 * @return whether it waits
	 */
	boolean join(LeaseRequest<?> request) {
		if (request.amount() > this.command.amount() - this.promised) {
			return false;
		}
		this.promised += request.amount();
		this.waiting.add(request);
		return true;
	}

	/** Those who wait, in the order in which they came. */
	List<LeaseRequest<?>> waiting() {
		return this.waiting;
	}

}
