package io.escrowmint.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.escrowmint.model.AllocateLease;

/**
 * A lease on its way, and those who wait for it. Guarded by the lock of its wallet.
 */
final class Acquisition {

	private final AllocateLease command;

	private final boolean refill;

	private final List<LeaseRequest<?>> waiting = new ArrayList<>();

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

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
		if (request.amount() > unpromised()) {
			return false;
		}
		this.promised += request.amount();
		this.waiting.add(request);
		return true;
	}

	/** What it brings at best beside what those get who wait for it. */
	long unpromised() {
		return this.command.amount() - this.promised;
	}

	/**
	 * Completes when the lease is there for all, or does not come; never under the lock.
	 */
	CompletableFuture<Void> ended() {
		return this.ended;
	}

	/** Those who wait, in the order in which they came. */
	List<LeaseRequest<?>> waiting() {
		return this.waiting;
	}

}
