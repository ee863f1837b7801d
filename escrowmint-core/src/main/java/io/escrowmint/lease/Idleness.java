package io.escrowmint.lease;

/**
 * Gives back the leases of a wallet that nobody uses, and goes on to the next one where
 * one was spent from for long. An open hold keeps its own lease here and no other.
 * Guarded by the lock of the wallet.
 */
final class Idleness {

	private final WalletScope scope;

	private final Routing routing;

	private long usedAt;

	Idleness(WalletScope scope, Routing routing) {
		this.scope = scope;
		this.routing = routing;
		this.usedAt = scope.context().now();
	}

	/**
	 * Looks whether anything was used since the last look, and retires what is not.
	 * @param now by the clock
	 */
	void retire(long now) {
		LeasePool pool = this.scope.pool();
		if (pool.wasUsed()) {
			this.usedAt = now;
		}
		if (!this.scope.context().isRunning()) {
			pool.retireAll();
		}
		else if (isIdle(now)) {
			pool.retireIdle(now);
		}
		LeaseAccount current = pool.current();
		if (current != null && now - current.since() >= options().maxHoldLifetime().toNanos()) {
			pool.promote(now);
		}
	}

	/** The less is left for others, the sooner credits that nobody uses go back. */
	boolean isIdle(long now) {
		long patience = options().idleAfter().toNanos();
		if (this.scope.sizing().isNearEnd(this.scope.reply().available())) {
			patience = Math.min(patience, 4 * options().reportInterval().toNanos());
		}
		return now - this.usedAt >= patience && now - this.routing.grantedAt() >= patience;
	}

	private LeaseOptions options() {
		return this.scope.context().options();
	}

}
