package io.escrowmint.lease;

import io.escrowmint.model.Command;
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
 * What the store knows of one lease, and what it is to be told next: what was spent, that
 * it goes on, and in the end that it is over. Safe to repeat, because totals are
 * absolute; a release comes only when the lease is closed, nothing of it is in anyone's
 * hands and the store has confirmed its last total. Guarded by the lock of its wallet.
 */
final class LeaseBooks {

	private final WalletScope scope;

	private final LeaseContext context;

	private final String id;

	private final LeaseLife life;

	private final LocalLease local;

	private boolean ended;

	private boolean lapsed;

	private boolean told;

	private boolean done;

	/**
	 * Whether the last word was a renewal. The store may refuse that for lack of memory,
	 * and takes reports all the same, so that these must have their turn.
	 */
	private boolean renewing;

	private long reported;

	private long nextReport;

	private long retired;

	/**
	 * Opens the books of a lease that was just granted.
	 * @param scope its wallet
	 * @param id the lease
	 * @param granted credits
	 * @param sent when it was asked for, by the clock
	 */
	LeaseBooks(WalletScope scope, String id, long granted, long sent) {
		this.scope = scope;
		this.context = scope.context();
		this.id = id;
		this.nextReport = this.context.now();
		this.life = new LeaseLife(scope);
		this.local = new LocalLease(granted, this.life.deadline(sent), this.context.clock());
	}

	String id() {
		return this.id;
	}

	LocalLease local() {
		return this.local;
	}

	/** Whether the store holds credits for it. */
	boolean isLive(long now) {
		return !this.ended && !this.local.isExpired(now);
	}

	/** Whether there is nothing more to report or to give back. */
	boolean isDone() {
		return this.done;
	}

	/** What was spent and is not known to be booked. */
	long unreported() {
		return Math.max(0, this.local.spent() - this.reported);
	}

	/** Lets nothing more be taken from it. */
	void retire() {
		if (this.local.close()) {
			this.retired = this.context.now();
		}
	}

	/** Closes a lease that has ended without a release, and answers once what it had. */
	long expire(long now) {
		if (this.told || !this.lapsed && (this.ended || !this.local.isExpired(now))) {
			return 0;
		}
		this.told = true;
		retire();
		return this.local.unspent();
	}

	/**
	 * Returns what the store is to be told now.
	 * @param now by the clock
	 * @param urgent whether to report now, and not at the next interval
	 * @return the command, if there is any
	 */
	@Nullable Command<?> next(long now, boolean urgent) {
		if (this.local.isQuiet()) {
			retire();
		}
		// Quiet first: then the total below is the last one.
		boolean closed = this.local.isClosed();
		boolean over = closed && this.local.isQuiet();
		long total = this.local.spent();
		boolean due = total > this.reported && (closed || now - this.nextReport >= 0);
		boolean renew = isRenewalDue(now) && !(this.renewing && due);
		this.renewing = renew;
		if (renew) {
			// A report can wait, and would be due with each answer of a slow store.
			return RenewLease.of(this.scope.wallet(), this.id, this.context.owner(), this.scope.terms().duration());
		}
		if (due || total > this.reported && urgent) {
			return ReportLease.of(this.scope.wallet(), this.id, this.context.owner(), total);
		}
		return over ? last(now) : null;
	}

	private @Nullable Command<?> last(long now) {
		if (this.local.returned() > 0 && !this.ended && this.life.mayLiveInTheStore(now)) {
			return ReleaseLease.of(this.scope.wallet(), this.id, this.context.owner());
		}
		this.ended = true;
		this.done = true;
		return null;
	}

	private boolean isRenewalDue(long now) {
		boolean wanted = !this.local.isClosed()
				|| this.local.held() > 0 && now - this.retired < this.context.options().maxHoldLifetime().toNanos();
		return wanted && isLive(now) && this.life.isHalfOver(this.local.deadline(), now);
	}

	/**
	 * Books an answer.
	 * @param command what the store was told
	 * @param outcome what it answered
	 * @param sent when it was told, by the clock
	 * @return tells the listener, without the lock
	 */
	Runnable answered(Command<?> command, Outcome outcome, long sent) {
		this.scope.heard(outcome.available());
		if (command instanceof ReportLease report) {
			return reported(report, (ReportLeaseResult) outcome, sent);
		}
		if (outcome instanceof RenewLeaseResult.Renewed) {
			this.life.prolong();
			this.local.renew(this.life.deadline(sent));
			return this.context.listener()::renewed;
		}
		this.ended = true;
		this.lapsed |= command instanceof RenewLease;
		return (outcome instanceof ReleaseLeaseResult.Released released)
				? () -> this.context.listener().released(released.returned()) : Intake.NOTHING;
	}

	/**
	 * Allows for a command without an answer, which may have been applied.
	 * @param command what the store was told
	 */
	void unanswered(Command<?> command) {
		if (command instanceof RenewLease) {
			this.life.prolong();
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
		return this.life.endsBurned() && refusal instanceof Refusal.LeaseNotFound
				&& this.local.isExpired(this.context.now());
	}

}
