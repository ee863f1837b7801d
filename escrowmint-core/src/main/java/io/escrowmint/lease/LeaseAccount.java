package io.escrowmint.lease;

import java.util.concurrent.CompletableFuture;

import io.escrowmint.model.Command;

/**
 * One lease as this process and the store agree on it: tells the store what its
 * {@link LeaseBooks} say, one command at a time, until it is over.
 * <p>
 * Thread-safe: what changes is guarded by the lock of its wallet. Nothing is sent and
 * nobody is told under the lock.
 */
final class LeaseAccount {

	private final WalletScope scope;

	private final LeaseContext context;

	private final LeaseBooks books;

	private final LocalLease local;

	private final long lowWater;

	private final CompletableFuture<Void> finished = new CompletableFuture<>();

	private volatile boolean refillAsked;

	/** Whether a command is on its way, or waits to be repeated. */
	private boolean busy;

	private int failures;

	private long failingSince;

	private long since;

	private long seenSpent;

	private long seenLeft;

	/**
	 * Creates an account for a lease that was just granted.
	 * @param scope its wallet
	 * @param id the lease
	 * @param granted credits
	 * @param sent when it was asked for, by the clock
	 */
	LeaseAccount(WalletScope scope, String id, long granted, long sent) {
		this.scope = scope;
		this.context = scope.context();
		this.books = new LeaseBooks(scope, id, granted, sent);
		this.local = this.books.local();
		this.lowWater = (long) (granted * scope.terms().lowWater());
		this.since = this.context.now();
	}

	LocalLease local() {
		return this.local;
	}

	String wallet() {
		return this.scope.wallet();
	}

	String id() {
		return this.books.id();
	}

	/** With less than this left, the next lease is acquired. */
	long lowWater() {
		return this.lowWater;
	}

	/** Since when it is spent from; under the lock. */
	long since() {
		return this.since;
	}

	void spentFrom(long now) {
		this.since = now;
	}

	/** Completes when there is nothing more to report or to give back. */
	CompletableFuture<Void> finished() {
		return this.finished;
	}

	boolean isRefillAsked() {
		return this.refillAsked;
	}

	void refillAsked(boolean asked) {
		this.refillAsked = asked;
	}

	/** Whether the store holds credits for it; under the lock. */
	boolean isLive(long now) {
		return this.books.isLive(now);
	}

	boolean isUsable(long now) {
		return !this.local.isClosed() && isLive(now);
	}

	/** What was spent and is not known to be booked; under the lock. */
	long unreported() {
		return this.books.unreported();
	}

	/**
	 * Whether anything was taken or came back since the last time this was asked, an open
	 * hold aside; under the lock.
	 */
	boolean wasUsed() {
		long spent = this.local.spent();
		long left = this.local.left();
		boolean used = spent != this.seenSpent || left != this.seenLeft;
		this.seenSpent = spent;
		this.seenLeft = left;
		return used;
	}

	/** Lets nothing more be taken from it; under the lock. */
	void retire() {
		this.books.retire();
	}

	/**
	 * Does what is due.
	 * @param urgent whether to report now, and not at the next interval
	 */
	void advance(boolean urgent) {
		Command<?> command = null;
		long expired;
		boolean over;
		synchronized (this.scope.lock()) {
			long now = this.context.now();
			expired = this.books.expire(now);
			if (!this.busy) {
				command = this.books.next(now, urgent);
				this.busy = command != null;
			}
			over = this.books.isDone();
		}
		if (expired > 0) {
			this.context.listener().expired(expired);
		}
		if (command != null) {
			send(command);
		}
		else if (over) {
			this.finished.complete(null);
		}
	}

	private void send(Command<?> command) {
		long sent = this.context.now();
		this.context.calls().once(command).whenComplete((outcome, failure) -> {
			if (failure != null) {
				failed(command);
				return;
			}
			Runnable news;
			synchronized (this.scope.lock()) {
				this.busy = false;
				this.failures = 0;
				news = this.books.answered(command, outcome, sent);
			}
			news.run();
			advance(false);
		});
	}

	private void failed(Command<?> command) {
		long pause;
		synchronized (this.scope.lock()) {
			this.books.unanswered(command);
			if (this.failures == 0) {
				this.failingSince = this.context.now();
			}
			pause = PatientCalls.pauseMillis(this.failures++);
		}
		this.context.listener().repeated();
		PatientCalls.later(pause, this::goOn);
	}

	/** Whether leases are in use or not, but then not for ever. */
	private void goOn() {
		boolean patient;
		synchronized (this.scope.lock()) {
			this.busy = false;
			long failing = this.context.now() - this.failingSince;
			patient = this.context.isRunning() || failing < this.context.options().patience().toNanos();
		}
		if (patient) {
			advance(true);
		}
	}

}
