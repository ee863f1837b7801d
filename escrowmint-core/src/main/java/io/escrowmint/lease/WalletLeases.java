package io.escrowmint.lease;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.AllocateLeaseResult;
import io.escrowmint.model.Command;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.Trace;
import org.jspecify.annotations.Nullable;

/**
 * The leases of one wallet: which one is spent from, which come next, and who waits.
 * <p>
 * Thread-safe: {@link #current} is read without a lock, everything else is guarded by
 * this object's monitor. Nothing is sent and nobody is answered under it; what is to be
 * done afterwards is returned as a task.
 */
final class WalletLeases {

	private static final long UNKNOWN = Long.MAX_VALUE;

	private static final Duration RECALL_PATIENCE = Duration.ofSeconds(1);

	private static final Runnable NOTHING = () -> {
	};

	private final LeaseContext context;

	private final String wallet;

	private final LeaseTerms terms;

	private final Backoff backoff;

	private final Backoff refillBackoff;

	private final Sizing sizing;

	private volatile @Nullable LeaseAccount current;

	private final Deque<LeaseAccount> standby = new ArrayDeque<>();

	private final List<LeaseAccount> accounts = new ArrayList<>();

	private final List<Acquisition> acquisitions = new ArrayList<>();

	private Refusal.@Nullable InsufficientCredits lastRefusal;

	private long available = UNKNOWN;

	private long heardAt;

	private long askedAt;

	private long usedAt;

	private long reportedAt;

	private boolean removed;

	WalletLeases(LeaseContext context, String wallet) {
		this.context = context;
		this.wallet = wallet;
		this.terms = context.options().termsOf(wallet);
		this.backoff = new Backoff(context.options().backoffMin(), context.options().backoffMax());
		this.refillBackoff = new Backoff(context.options().backoffMin(), context.options().backoffMax());
		this.sizing = new Sizing(this.terms);
		this.askedAt = context.now();
		this.usedAt = this.askedAt;
		this.reportedAt = this.askedAt;
	}

	LeaseTerms terms() {
		return this.terms;
	}

	/** The fast path: one lookup before it, one compare-and-set in it. */
	boolean consume(long amount) {
		LeaseAccount account = this.current;
		if (account == null) {
			return false;
		}
		long left = account.local().consume(amount);
		return left >= account.lowWater() || left >= 0 && refill(account);
	}

	@Nullable LeaseHold hold(long amount) {
		LeaseAccount account = this.current;
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
		return new LeaseHold(this.context, this, account, amount);
	}

	/**
	 * Holds more for a hold that was too small, from the lease that is spent from now.
	 */
	@Nullable LeaseAccount currentBeside(LeaseAccount other) {
		LeaseAccount account = this.current;
		return (account != other) ? account : null;
	}

	private boolean refill(LeaseAccount account) {
		if (!account.isRefillAsked()) {
			account.refillAsked(true);
			Runnable task;
			List<LeaseAccount> unreported;
			synchronized (this) {
				task = beginRefill(account);
				unreported = accountsToReport();
			}
			task.run();
			unreported.forEach((other) -> other.advance(true));
		}
		return true;
	}

	private Runnable beginRefill(LeaseAccount account) {
		long now = this.context.now();
		if (!this.context.isRunning() || account != this.current || !this.standby.isEmpty()
				|| !this.acquisitions.isEmpty() || this.refillBackoff.isActive(now)) {
			return NOTHING;
		}
		observe(account, now);
		long size = this.sizing.next(0, this.available, room());
		return (size > 0) ? begin(size, null) : NOTHING;
	}

	/** A tenth of the interval apart, so that small leases do not cost a report each. */
	private List<LeaseAccount> accountsToReport() {
		long now = this.context.now();
		if (now - this.reportedAt < this.context.options().reportInterval().toNanos() / 10) {
			return List.of();
		}
		this.reportedAt = now;
		return List.copyOf(this.accounts);
	}

	private void observe(LeaseAccount account, long now) {
		this.sizing.observe(account.local().granted() - account.local().left(), now - account.since());
	}

	/**
	 * Serves a request as soon as it can be.
	 * @param request the request
	 * @return {@code false} if this wallet is given up, and the request needs a new one
	 */
	boolean accept(LeaseRequest<?> request) {
		Runnable task;
		synchronized (this) {
			if (this.removed) {
				return false;
			}
			task = route(request);
		}
		task.run();
		return true;
	}

	private void again(LeaseRequest<?> request) {
		Runnable task;
		synchronized (this) {
			task = route(request);
		}
		task.run();
	}

	private Runnable route(LeaseRequest<?> request) {
		long now = this.context.now();
		this.askedAt = now;
		Runnable served = serve(request, now);
		if (served != null) {
			return served;
		}
		if (!this.context.isRunning() || request.amount() > this.terms.maxSize() || !request.mayTryAgain()) {
			return direct(request);
		}
		if (this.acquisitions.stream().anyMatch((acquisition) -> acquisition.join(request))) {
			return this.context.listener()::waited;
		}
		if (this.available != UNKNOWN && request.amount() > this.available + freeHere()) {
			if (this.backoff.isActive(now)) {
				return refuse(request);
			}
			// One asks; those who come meanwhile are refused by what is known.
			this.backoff.refused(now);
			return direct(request);
		}
		if (this.current != null) {
			observe(this.current, now);
		}
		long size = this.sizing.next(request.amount(), this.available, room());
		return (size > 0) ? begin(size, request) : direct(request);
	}

	private <T> @Nullable Runnable serve(LeaseRequest<T> request, long now) {
		LeaseAccount first = this.current;
		T answer = (first != null) ? request.take(first) : null;
		for (LeaseAccount account : this.standby) {
			if (answer != null) {
				break;
			}
			answer = request.take(account);
			first = account;
		}
		if (answer == null) {
			return null;
		}
		while (first != this.current && !this.standby.isEmpty()) {
			promote(this.current, now);
		}
		T taken = answer;
		return () -> request.complete(taken);
	}

	/** Goes on to the next lease; what the last one has left is given back. */
	private void promote(@Nullable LeaseAccount last, long now) {
		if (last != null) {
			observe(last, now);
			last.retire();
		}
		LeaseAccount next = this.standby.poll();
		while (next != null && !next.isUsable(now)) {
			next.retire();
			next = this.standby.poll();
		}
		if (next != null) {
			next.spentFrom(now);
		}
		this.current = next;
	}

	private long room() {
		long unspent = 0;
		for (LeaseAccount account : this.accounts) {
			unspent += account.local().unspent();
		}
		for (Acquisition acquisition : this.acquisitions) {
			unspent += acquisition.command().amount();
		}
		return this.terms.maxUnspent() - unspent;
	}

	private long freeHere() {
		long free = 0;
		for (LeaseAccount account : this.accounts) {
			free += account.local().left();
		}
		return free;
	}

	private Runnable begin(long size, @Nullable LeaseRequest<?> request) {
		long minimum = Math.max(this.terms.minSize(), (request != null) ? request.amount() : 1);
		AllocateLease command = new AllocateLease(this.wallet, size, this.terms.duration(), this.context.owner(),
				minimum, OperationId.generate(), this.terms.expiry(), Trace.NONE);
		Acquisition acquisition = new Acquisition(command, request == null);
		if (request != null) {
			acquisition.join(request);
		}
		this.acquisitions.add(acquisition);
		return () -> {
			if (request != null) {
				this.context.listener().waited();
			}
			send(acquisition);
		};
	}

	private void send(Acquisition acquisition) {
		long sent = this.context.now();
		this.context.calls().once(acquisition.command()).whenComplete((outcome, failure) -> {
			if (failure != null) {
				failed(acquisition, PatientCalls.cause(acquisition.command(), failure));
			}
			else if (outcome instanceof AllocateLeaseResult.Allocated allocated) {
				granted(acquisition, allocated, sent);
			}
			else {
				refused(acquisition, outcome);
			}
		});
	}

	private void granted(Acquisition acquisition, AllocateLeaseResult.Allocated allocated, long sent) {
		List<Runnable> tasks = new ArrayList<>();
		LeaseAccount account;
		synchronized (this) {
			this.acquisitions.remove(acquisition);
			heard(allocated.available());
			this.backoff.reset();
			this.refillBackoff.reset();
			account = new LeaseAccount(this, this.context, this.terms, this.wallet, acquisition.command().id().value(),
					allocated.granted(), sent, this::heard);
			this.accounts.add(account);
			// Those who waited come first; only then is the lease there for all.
			acquisition.waiting().forEach((request) -> tasks.add(serveFrom(account, request)));
			publish(account);
			this.usedAt = this.context.now();
		}
		account.finished().thenRun(() -> forget(account));
		this.context.listener()
			.granted(acquisition.command().amount(), allocated.granted(), acquisition.isRefill(),
					Duration.ofNanos(this.context.now() - sent));
		tasks.forEach(Runnable::run);
		if (!this.context.isRunning()) {
			account.advance(true);
		}
	}

	private <T> Runnable serveFrom(LeaseAccount account, LeaseRequest<T> request) {
		T answer = request.take(account);
		return (answer != null) ? () -> request.complete(answer) : () -> again(request);
	}

	private void publish(LeaseAccount account) {
		long now = this.context.now();
		if (!this.context.isRunning()) {
			account.retire();
			return;
		}
		this.standby.add(account);
		LeaseAccount last = this.current;
		if (last == null || !last.isUsable(now) || last.local().left() == 0) {
			promote(last, now);
		}
	}

	private synchronized void forget(LeaseAccount account) {
		this.accounts.remove(account);
	}

	private void refused(Acquisition acquisition, AllocateLeaseResult outcome) {
		Refusal refusal = outcome.refusal().orElseThrow();
		List<Runnable> tasks = new ArrayList<>();
		synchronized (this) {
			this.acquisitions.remove(acquisition);
			heard(outcome.available());
			this.refillBackoff.refused(this.context.now());
			acquisition.waiting().forEach((request) -> tasks.add(afterRefusal(request, refusal, outcome.available())));
		}
		this.context.listener().refused(acquisition.command().amount());
		tasks.forEach(Runnable::run);
	}

	/**
	 * A smaller amount than the least lease may still be there, and credits of this
	 * process that are not in use can go back to make up a larger one.
	 */
	private <T> Runnable afterRefusal(LeaseRequest<T> request, Refusal refusal, long left) {
		if (!(refusal instanceof Refusal.InsufficientCredits insufficient)) {
			return () -> request.complete(request.refused(refusal, left, false));
		}
		this.lastRefusal = insufficient;
		if (request.amount() <= left) {
			return direct(request);
		}
		if (freeHere() > 0 && request.amount() <= left + freeHere() && request.mayRecall()) {
			return recall(request);
		}
		this.backoff.refused(this.context.now());
		Refusal own = new Refusal.InsufficientCredits(this.wallet, request.amount(), left, insufficient.held(),
				insufficient.leased(), insufficient.earliestExpiry());
		return () -> request.complete(request.refused(own, left, false));
	}

	private Runnable recall(LeaseRequest<?> request) {
		List<LeaseAccount> idle = retireAll();
		return () -> {
			idle.forEach((account) -> account.advance(true));
			CompletableFuture.allOf(idle.stream().map(LeaseAccount::finished).toArray(CompletableFuture<?>[]::new))
				.completeOnTimeout(null, RECALL_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
				.thenRun(() -> direct(request).run());
		};
	}

	/** Retires all leases, and answers those that nobody holds anything of. */
	private List<LeaseAccount> retireAll() {
		this.accounts.forEach(LeaseAccount::retire);
		this.standby.clear();
		this.current = null;
		return this.accounts.stream().filter((account) -> account.local().held() == 0).toList();
	}

	private void failed(Acquisition acquisition, EscrowMintException failure) {
		synchronized (this) {
			this.acquisitions.remove(acquisition);
			this.refillBackoff.refused(this.context.now());
		}
		if (failure instanceof OutcomeUnknownException) {
			AllocateLease command = acquisition.command();
			this.context.calls().execute(ReleaseLease.of(command.wallet(), command.id().value(), this.context.owner()));
		}
		this.context.listener().acquireFailed();
		acquisition.waiting().forEach((request) -> request.failed(null, failure));
	}

	private <T> Runnable refuse(LeaseRequest<T> request) {
		Refusal.InsufficientCredits last = this.lastRefusal;
		long left = this.available;
		Refusal refusal = (last != null)
				? new Refusal.InsufficientCredits(this.wallet, request.amount(), left, last.held(), last.leased(),
						last.earliestExpiry())
				: new Refusal.InsufficientCredits(this.wallet, request.amount(), left, 0, 0, null);
		return () -> {
			this.context.listener().refusedLocally();
			request.complete(request.refused(refusal, left, true));
		};
	}

	private <T> Runnable direct(LeaseRequest<T> request) {
		Command<?> command = request.command(this.terms);
		if (command == null) {
			return () -> request.complete(request.applied(null, this.terms));
		}
		return () -> {
			this.context.listener().direct();
			this.context.calls().once(command).whenComplete((outcome, failure) -> {
				if (failure != null) {
					request.failed(command, PatientCalls.cause(command, failure));
				}
				else {
					answered(request, outcome).run();
				}
			});
		};
	}

	private synchronized <T> Runnable answered(LeaseRequest<T> request, Outcome outcome) {
		heard(outcome.available());
		if (outcome.applied()) {
			this.backoff.reset();
			return () -> request.complete(request.applied(outcome, this.terms));
		}
		return afterRefusal(request, outcome.refusal().orElseThrow(), outcome.available());
	}

	/**
	 * Remembers what the wallet has, as the store said a moment ago.
	 */
	synchronized void heard(long available) {
		this.available = available;
		this.heardAt = this.context.now();
	}

	/**
	 * Looks after everything from time to time.
	 * @return whether nothing is left here, and this wallet is given up
	 */
	boolean tick() {
		List<LeaseAccount> all;
		Runnable task;
		synchronized (this) {
			long now = this.context.now();
			retireIdle(now);
			task = refillLate(now);
			all = List.copyOf(this.accounts);
			this.removed = all.isEmpty() && this.acquisitions.isEmpty() && !this.backoff.isActive(now)
					&& now - this.askedAt >= this.context.options().idleAfter().toNanos();
		}
		task.run();
		all.forEach((account) -> account.advance(false));
		return this.removed;
	}

	private Runnable refillLate(long now) {
		LeaseAccount account = this.current;
		return (account != null && account.isUsable(now) && account.local().left() < account.lowWater())
				? beginRefill(account) : NOTHING;
	}

	private void retireIdle(long now) {
		for (LeaseAccount account : this.accounts) {
			if (account.wasUsed()) {
				this.usedAt = now;
			}
		}
		boolean old = this.current != null
				&& now - this.current.since() >= this.context.options().maxHoldLifetime().toNanos();
		if (isIdle(now) || !this.context.isRunning()) {
			retireAll();
		}
		else if (old) {
			promote(this.current, now);
		}
	}

	/** The less is left for others, the sooner credits that nobody uses go back. */
	private boolean isIdle(long now) {
		LeaseOptions options = this.context.options();
		long patience = options.idleAfter().toNanos();
		if (this.sizing.isNearEnd(this.available)) {
			patience = Math.min(patience, 4 * options.reportInterval().toNanos());
		}
		return now - this.usedAt >= patience;
	}

	/** Gives everything back that is not in anyone's hands. */
	void retire() {
		List<LeaseAccount> all;
		synchronized (this) {
			retireAll();
			all = List.copyOf(this.accounts);
		}
		all.forEach((account) -> account.advance(true));
	}

	/** Whether no lease is left or on its way; those with an open hold maybe aside. */
	synchronized boolean isFinished(boolean asideFromHolds) {
		return this.acquisitions.isEmpty()
				&& this.accounts.stream().allMatch((account) -> asideFromHolds && account.local().held() > 0);
	}

	synchronized LeaseBalance balance() {
		long now = this.context.now();
		long leased = 0;
		for (LeaseAccount account : this.accounts) {
			leased += account.isLive(now) ? account.local().unspent() : 0;
		}
		return (this.available != UNKNOWN)
				? new LeaseBalance(this.wallet, this.available, Duration.ofNanos(now - this.heardAt), leased)
				: new LeaseBalance(this.wallet, 0, null, leased);
	}

	synchronized LeaseExposure exposure() {
		long now = this.context.now();
		LeaseExposure sum = new LeaseExposure(1, 0, 0, 0, 0);
		for (LeaseAccount account : this.accounts) {
			long unspent = account.isLive(now) ? account.local().unspent() : 0;
			sum = sum.plus(new LeaseExposure(0, 1, unspent, account.local().held(), account.unreported()));
		}
		return sum;
	}

}
