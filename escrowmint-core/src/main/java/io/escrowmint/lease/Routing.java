package io.escrowmint.lease;

import io.escrowmint.model.Command;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes that the current lease could not serve at once: to another lease,
 * to one on its way, to the store, or back with a refusal that is known already. What is
 * decided under the lock of the wallet is done by the task that comes back.
 */
final class Routing implements Acquisitions.Waiters {

	private final WalletScope scope;

	private final LeaseContext context;

	private final Intake intake;

	private final Recall recall;

	private final Backoff backoff;

	private long askedAt;

	private long grantedAt;

	private boolean forgotten;

	Routing(WalletScope scope) {
		this.scope = scope;
		this.context = scope.context();
		this.intake = new Intake(scope, this);
		this.recall = new Recall(scope, this.intake);
		this.backoff = scope.newBackoff();
		this.askedAt = this.context.now();
		this.grantedAt = this.askedAt;
	}

	Intake intake() {
		return this.intake;
	}

	Recall recall() {
		return this.recall;
	}

	/** When a lease came last, by the clock. */
	long grantedAt() {
		return this.grantedAt;
	}

	/**
	 * Acquires nothing from now on, if nobody asks and nothing is to be remembered of
	 * those who did.
	 */
	boolean forget(long now) {
		this.forgotten |= this.intake.isIdle() && !this.backoff.isActive(now)
				&& now - this.askedAt >= this.context.options().idleAfter().toNanos();
		return this.forgotten;
	}

	/** Whether nobody would look after a lease any more. */
	boolean isForgotten() {
		return this.forgotten;
	}

	Runnable route(LeaseRequest<?> request) {
		long now = this.context.now();
		this.askedAt = now;
		Runnable served = serve(request, now);
		if (served != null) {
			return served;
		}
		if (!this.context.isRunning() || request.amount() > this.scope.terms().maxSize() || !request.mayTryAgain()) {
			return direct(request);
		}
		if (this.intake.join(request)) {
			return this.context.listener()::waited;
		}
		if (this.scope.reply().isShortOf(request.amount(), this.recall.recoverable())) {
			if (this.backoff.isActive(now)) {
				return refuse(request);
			}
			// One asks; those who come meanwhile are refused by what is known.
			this.backoff.refused(now);
			return direct(request);
		}
		Runnable acquired = this.intake.acquire(request, now);
		return (acquired != null) ? acquired : direct(request);
	}

	private <T> @Nullable Runnable serve(LeaseRequest<T> request, long now) {
		T answer = this.scope.pool().take(request, now);
		return (answer != null) ? () -> request.complete(answer) : null;
	}

	private <T> Runnable refuse(LeaseRequest<T> request) {
		Refusal refusal = this.scope.reply().shortage(request.amount());
		long left = this.scope.reply().available();
		return () -> {
			this.context.listener().refusedLocally();
			request.complete(request.refused(refusal, left, true));
		};
	}

	/** Asks the store, and no lease. */
	<T> Runnable direct(LeaseRequest<T> request) {
		Command<?> command = request.command(this.scope.terms());
		if (command == null) {
			return () -> request.complete(request.applied(null, this.scope.terms()));
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

	private <T> Runnable answered(LeaseRequest<T> request, Outcome outcome) {
		synchronized (this.scope.lock()) {
			this.scope.heard(outcome.available());
			if (outcome.applied()) {
				this.backoff.reset();
				return () -> request.complete(request.applied(outcome, this.scope.terms()));
			}
			return refused(request, outcome.refusal().orElseThrow(), outcome.available());
		}
	}

	@Override
	public void granted() {
		this.backoff.reset();
		this.grantedAt = this.context.now();
	}

	@Override
	public void again(LeaseRequest<?> request) {
		Runnable task;
		synchronized (this.scope.lock()) {
			// Those who waited beside it may have kept it longer than the wallet was
			// here.
			task = this.forgotten ? direct(request) : route(request);
		}
		task.run();
	}

	/**
	 * A smaller amount than the least lease may still be there, and credits of this
	 * process that are not in use can go back to make up a larger one, or do so already.
	 */
	@Override
	public Runnable refused(LeaseRequest<?> request, Refusal refusal, long left) {
		if (!(refusal instanceof Refusal.InsufficientCredits insufficient)) {
			return refusal(request, refusal, left);
		}
		this.scope.reply().refused(insufficient);
		if (request.amount() <= left) {
			return direct(request);
		}
		if (request.amount() <= left + this.recall.recoverable() && request.mayRecall()) {
			return this.recall.begin(() -> direct(request).run());
		}
		this.backoff.refused(this.context.now());
		return refusal(request, this.scope.reply().shortage(request.amount()), left);
	}

	private static <T> Runnable refusal(LeaseRequest<T> request, Refusal refusal, long left) {
		return () -> request.complete(request.refused(refusal, left, false));
	}

}
