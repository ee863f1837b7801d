package io.escrowmint.lease;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

import io.escrowmint.model.Command;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.ReleaseLeaseResult;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.RenewLeaseResult;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.ReportLeaseResult;
import org.jspecify.annotations.Nullable;

/**
 * One lease as this process and the store agree on it: reports what was spent, renews,
 * and in the end releases what is left, one command at a time. Safe to repeat, because
 * totals are absolute; a release is sent only when the lease is closed, nothing of it is
 * in anyone's hands and the store has confirmed its last total.
 * <p>
 * Thread-safe: what changes is guarded by the lock of its wallet. Nothing is sent and
 * nobody is told under the lock.
 */
final class LeaseAccount {

	private final Object lock;

	private final LeaseContext context;

	private final LeaseTerms terms;

	private final String wallet;

	private final String id;

	private final LocalLease local;

	private final long lowWater;

	private long since;

	private final LongConsumer heard;

	private final CompletableFuture<Void> finished = new CompletableFuture<>();

	private volatile boolean refillAsked;

	private boolean sending;

	private boolean ended;

	private boolean lapsed;

	private boolean told;

	private boolean done;

	private long reported;

	private long nextReport;

	private long notBefore;

	private int failures;

	private long retired;

	private long storeExpiry;

	private long seen;

	/**
	 * Creates an account for a lease that was just granted.
	 * @param lock the lock of its wallet
	 * @param context what all share
	 * @param terms how it was made
	 * @param wallet the wallet
	 * @param id the lease
	 * @param granted credits
	 * @param sent when it was asked for, by the clock
	 * @param heard told under the lock what the wallet has available
	 */
	LeaseAccount(Object lock, LeaseContext context, LeaseTerms terms, String wallet, String id, long granted, long sent,
			LongConsumer heard) {
		this.lock = lock;
		this.context = context;
		this.terms = terms;
		this.wallet = wallet;
		this.id = id;
		this.heard = heard;
		this.since = context.now();
		this.storeExpiry = sent + terms.duration().toNanos();
		this.local = new LocalLease(granted, this.storeExpiry - context.marginNanos(), context.clock());
		this.lowWater = (long) (granted * terms.lowWater());
		this.nextReport = this.since;
		this.notBefore = this.since;
	}

	LocalLease local() {
		return this.local;
	}

	String wallet() {
		return this.wallet;
	}

	String id() {
		return this.id;
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
		return !this.ended && !this.local.isExpired(now);
	}

	boolean isUsable(long now) {
		return !this.local.isClosed() && isLive(now);
	}

	/** What was spent and is not known to be booked; under the lock. */
	long unreported() {
		return Math.max(0, this.local.spent() - this.reported);
	}

	/** Whether it was used since the last time this was asked; under the lock. */
	boolean wasUsed() {
		long spent = this.local.spent();
		boolean used = spent != this.seen || this.local.held() > 0;
		this.seen = spent;
		return used;
	}

	/** Lets nothing more be taken from it; under the lock. */
	void retire() {
		if (this.local.close()) {
			this.retired = this.context.now();
		}
	}

	/**
	 * Does what is due.
	 * @param urgent whether to report now, and not at the next interval
	 */
	void advance(boolean urgent) {
		Command<?> command;
		long expired;
		boolean over;
		synchronized (this.lock) {
			expired = expire(this.context.now());
			command = this.sending ? null : next(this.context.now(), urgent);
			this.sending |= command != null;
			over = this.done;
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

	/** Closes a lease that has ended without a release, and answers once what it had. */
	private long expire(long now) {
		if (this.told || !this.lapsed && (this.ended || !this.local.isExpired(now))) {
			return 0;
		}
		this.told = true;
		retire();
		return this.local.unspent();
	}

	private @Nullable Command<?> next(long now, boolean urgent) {
		if (now - this.notBefore < 0) {
			return null;
		}
		if (this.local.isQuiet()) {
			retire();
		}
		// Quiet first: then the total below is the last one.
		boolean over = this.local.isClosed() && this.local.isQuiet();
		long total = this.local.spent();
		if (total > this.reported && (urgent || over || now - this.nextReport >= 0)) {
			return ReportLease.of(this.wallet, this.id, this.context.owner(), total);
		}
		if (over) {
			return last(now);
		}
		return isRenewalDue(now) ? RenewLease.of(this.wallet, this.id, this.context.owner(), this.terms.duration())
				: null;
	}

	private @Nullable Command<?> last(long now) {
		if (this.local.returned() > 0 && !this.ended && now - this.storeExpiry < 0) {
			return ReleaseLease.of(this.wallet, this.id, this.context.owner());
		}
		this.ended = true;
		this.done = true;
		return null;
	}

	private boolean isRenewalDue(long now) {
		boolean wanted = !this.local.isClosed()
				|| this.local.held() > 0 && now - this.retired < this.context.options().maxHoldLifetime().toNanos();
		long half = (this.terms.duration().toNanos() - this.context.marginNanos()) / 2;
		return wanted && isLive(now) && this.local.deadline() - now < half;
	}

	private void send(Command<?> command) {
		long sent = this.context.now();
		this.context.calls().once(command).whenComplete((outcome, failure) -> {
			Runnable news = (failure == null) ? answered(command, outcome, sent) : failed();
			news.run();
			advance(false);
		});
	}

	private Runnable failed() {
		long pause;
		synchronized (this.lock) {
			pause = PatientCalls.pauseMillis(this.failures++);
			this.sending = false;
			this.notBefore = this.context.now() + TimeUnit.MILLISECONDS.toNanos(pause);
		}
		if (!this.context.isTicking()) {
			PatientCalls.later(pause + 1, () -> advance(false));
		}
		return this.context.listener()::repeated;
	}

	private Runnable answered(Command<?> command, Outcome outcome, long sent) {
		synchronized (this.lock) {
			this.sending = false;
			this.failures = 0;
			this.heard.accept(outcome.available());
			if (command instanceof ReportLease report) {
				return reported(report, (ReportLeaseResult) outcome, sent);
			}
			if (outcome instanceof RenewLeaseResult.Renewed) {
				this.storeExpiry = sent + this.terms.duration().toNanos();
				this.local.renew(this.storeExpiry - this.context.marginNanos());
				return this.context.listener()::renewed;
			}
			this.ended = true;
			this.lapsed |= command instanceof RenewLease;
			return (outcome instanceof ReleaseLeaseResult.Released released)
					? () -> this.context.listener().released(released.returned()) : () -> {
					};
		}
	}

	private Runnable reported(ReportLease report, ReportLeaseResult outcome, long sent) {
		long difference = report.total() - this.reported;
		this.reported = report.total();
		this.nextReport = sent + this.context.options().reportInterval().toNanos();
		if (outcome instanceof ReportLeaseResult.Reported booked) {
			this.ended |= booked.late();
			this.lapsed |= booked.late();
			return () -> this.context.listener().reported(booked.booked(), booked.late());
		}
		this.ended = true;
		this.lapsed = true;
		if (isBurned(outcome.refusal().orElseThrow())) {
			return () -> this.context.listener().reported(0, true);
		}
		return () -> this.context.listener().lost(difference);
	}

	/** What the store has burned and forgotten was paid for all the same. */
	private boolean isBurned(Refusal refusal) {
		return this.terms.expiry() == LeaseExpiry.BURN && refusal instanceof Refusal.LeaseNotFound
				&& this.local.isExpired(this.context.now());
	}

}
