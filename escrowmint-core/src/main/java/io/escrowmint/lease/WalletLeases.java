package io.escrowmint.lease;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * The leases of one wallet. Thread-safe: the current lease is read without a lock,
 * everything else is guarded by this object's monitor.
 */
final class WalletLeases {

	private final LeaseContext context;

	private final WalletScope scope;

	private final LeasePool pool;

	private final Routing routing;

	private final Idleness idleness;

	private final boolean kept;

	private long reportedAt;

	private WalletLeases(LeaseContext context, String wallet, boolean kept) {
		this.context = context;
		this.kept = kept;
		this.scope = WalletScope.of(this, context, wallet);
		this.pool = this.scope.pool();
		this.routing = new Routing(this.scope);
		this.idleness = new Idleness(this.scope, this.routing);
		this.reportedAt = context.now();
	}

	/** That somebody will look after. */
	static WalletLeases kept(LeaseContext context, String wallet) {
		return new WalletLeases(context, wallet, true);
	}

	/**
	 * That acquires none, whatever begins meanwhile, because nobody would give it back.
	 */
	static WalletLeases passing(LeaseContext context, String wallet) {
		return new WalletLeases(context, wallet, false);
	}

	LeaseContext context() {
		return this.context;
	}

	/** The fast path: one lookup before it, one compare-and-set in it. */
	boolean consume(long amount) {
		LeaseAccount account = this.pool.current();
		if (account == null) {
			return false;
		}
		long left = account.local().consume(amount);
		if (left < 0) {
			return false;
		}
		if (account.local().isClosed()) {
			// Whoever closed it may have looked before this was counted as spent.
			account.advance(true);
		}
		else if (left < account.lowWater()) {
			refill(account);
		}
		return true;
	}

	@Nullable LeaseHold hold(long amount) {
		LeaseAccount account = this.pool.current();
		if (account == null) {
			return null;
		}
		long left = account.local().hold(amount);
		if (left < 0) {
			return null;
		}
		if (left < account.lowWater()) {
			refill(account);
		}
		return new LeaseHold(this, account, amount);
	}

	/** The leases that are here; of one that has ended nothing can be taken. */
	synchronized List<LeaseAccount> all() {
		return this.pool.all();
	}

	private void refill(LeaseAccount account) {
		if (account.isRefillAsked()) {
			return;
		}
		account.refillAsked(true);
		Runnable task;
		List<LeaseAccount> unreported;
		synchronized (this) {
			if (this.routing.isForgotten()) {
				return;
			}
			task = this.routing.intake().refill(account, this.context.now());
			unreported = accountsToReport();
		}
		task.run();
		unreported.forEach((other) -> other.advance(true));
	}

	/** A tenth of the interval apart, so that small leases do not cost a report each. */
	private List<LeaseAccount> accountsToReport() {
		long now = this.context.now();
		if (now - this.reportedAt < this.context.options().reportInterval().toNanos() / 10) {
			return List.of();
		}
		this.reportedAt = now;
		return this.pool.all();
	}

	/**
	 * Serves a request as soon as it can be.
	 * @param request the request
	 * @return {@code false} if this wallet is given up, and the request needs a new one
	 */
	boolean accept(LeaseRequest<?> request) {
		Runnable task;
		synchronized (this) {
			if (this.routing.isForgotten()) {
				return false;
			}
			task = this.kept ? this.routing.route(request) : this.routing.direct(request);
		}
		task.run();
		return true;
	}

	/**
	 * Calls back what lies here unspent.
	 * @param missing credits that it is to make up
	 * @return whether anything may be back in the store
	 */
	CompletableFuture<Boolean> recall(long missing) {
		CompletableFuture<Boolean> answer = new CompletableFuture<>();
		Runnable task;
		synchronized (this) {
			task = this.routing.recall().begin(missing, answer, this.context.now());
		}
		task.run();
		return answer;
	}

	/**
	 * Remembers what the wallet has, as the store said a moment ago.
	 */
	void heard(long available) {
		this.scope.heard(available);
	}

	/**
	 * Looks after everything from time to time.
	 * @return whether nothing is left here, and this wallet is given up
	 */
	boolean tick() {
		List<LeaseAccount> all;
		Runnable task;
		boolean forgotten;
		synchronized (this) {
			long now = this.context.now();
			this.idleness.retire(now);
			task = this.idleness.isIdle(now) ? Intake.NOTHING : refillLate(now);
			all = this.pool.all();
			forgotten = all.isEmpty() && this.routing.forget(now);
		}
		task.run();
		all.forEach((account) -> account.advance(false));
		return forgotten;
	}

	private Runnable refillLate(long now) {
		LeaseAccount account = this.pool.current();
		return (account != null && account.isUsable(now) && account.local().left() < account.lowWater())
				? this.routing.intake().refill(account, now) : Intake.NOTHING;
	}

	/** Gives everything back that is not in anyone's hands. */
	void retire() {
		List<LeaseAccount> all;
		synchronized (this) {
			this.pool.retireAll();
			all = this.pool.all();
		}
		all.forEach((account) -> account.advance(true));
	}

	/**
	 * Whether no lease is left or on its way; those maybe aside that have an open hold
	 * and nothing to report.
	 */
	synchronized boolean isFinished(boolean asideFromHolds) {
		return this.routing.intake().isIdle() && this.pool.all()
			.stream()
			.allMatch((account) -> asideFromHolds && account.local().held() > 0 && account.unreported() == 0);
	}

	synchronized LeaseBalance balance() {
		long now = this.context.now();
		return this.scope.reply().balance(this.pool.exposure(now).unspent(), now);
	}

	synchronized LeaseExposure exposure() {
		return new LeaseExposure(1, 0, 0, 0, 0).plus(this.pool.exposure(this.context.now()));
	}

}
