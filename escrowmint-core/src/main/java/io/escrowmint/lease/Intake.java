package io.escrowmint.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Acquires the leases of one wallet: one for those who wait, or in the background for
 * those who will come, as many as are spent while the store answers. What is begun under
 * the lock of the wallet is sent by the task that comes back.
 */
final class Intake {

	static final Runnable NOTHING = () -> {
	};

	private final WalletScope scope;

	private final LeaseContext context;

	private final Acquisitions underway;

	Intake(WalletScope scope, Acquisitions.Waiters waiters) {
		this.scope = scope;
		this.context = scope.context();
		this.underway = new Acquisitions(scope, waiters);
	}

	boolean isIdle() {
		return this.underway.isEmpty();
	}

	/** How much is on its way here for nobody yet. */
	long arriving() {
		return this.underway.unpromised();
	}

	/** Completes when what is on its way now has come, or does not come. */
	CompletableFuture<Void> arrived() {
		return this.underway.ended();
	}

	boolean join(LeaseRequest<?> request) {
		return this.underway.join(request);
	}

	/**
	 * Acquires a lease that a request waits for.
	 * @param request the request
	 * @param now by the clock
	 * @return sends it; absent if there is no room for such a lease
	 */
	@Nullable Runnable acquire(LeaseRequest<?> request, long now) {
		LeaseAccount current = this.scope.pool().current();
		if (current != null) {
			this.scope.pool().observe(current, now);
		}
		long most = Math.min(Sizing.share(this.scope.reply().available()), room(now));
		long size = this.scope.sizing().next(request.amount(), most);
		if (size == 0) {
			return null;
		}
		Acquisition acquisition = this.underway.begin(size, request);
		return () -> {
			this.context.listener().waited();
			this.underway.send(acquisition);
		};
	}

	/**
	 * Acquires what comes after a lease, unless enough is here or on its way.
	 * @param account the lease
	 * @param now by the clock
	 * @return sends it
	 */
	Runnable refill(LeaseAccount account, long now) {
		LeasePool pool = this.scope.pool();
		if (!this.context.isRunning() || account != pool.current() || this.underway.isPausing(now)) {
			return NOTHING;
		}
		pool.observe(account, now);
		long next = pool.free() - account.local().left() + this.underway.credits();
		long reach = this.scope.sizing().reach();
		if (next > 0 && next >= reach) {
			return NOTHING;
		}
		List<Acquisition> begun = begin(2 * reach - next, now);
		return () -> begun.forEach(this.underway::send);
	}

	/** One lease at least, and as many as make up an amount. */
	private List<Acquisition> begin(long wanted, long now) {
		List<Acquisition> begun = new ArrayList<>(1);
		long share = Sizing.share(this.scope.reply().available()) - this.underway.credits();
		long rest = wanted;
		do {
			long size = this.scope.sizing().next(0, Math.min(share, room(now)));
			if (size == 0) {
				break;
			}
			begun.add(this.underway.begin(size, null));
			share -= size;
			rest -= size;
		}
		while (rest > 0);
		return begun;
	}

	/** How much more may lie unspent in this process. */
	private long room(long now) {
		return this.scope.terms().maxUnspent() - this.scope.pool().unspent(now) - this.underway.credits();
	}

}
