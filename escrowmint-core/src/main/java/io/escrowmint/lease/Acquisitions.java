package io.escrowmint.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.AllocateLeaseResult;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.Trace;
import org.jspecify.annotations.Nullable;

/**
 * Leases on their way to one wallet: asks for them, and says what came of it. What is
 * begun under the lock of the wallet is sent without it.
 */
final class Acquisitions {

	private final WalletScope scope;

	private final LeaseContext context;

	private final Waiters waiters;

	private final Backoff backoff;

	private final List<Acquisition> underway = new ArrayList<>(2);

	Acquisitions(WalletScope scope, Waiters waiters) {
		this.scope = scope;
		this.context = scope.context();
		this.waiters = waiters;
		this.backoff = scope.newBackoff();
	}

	boolean isEmpty() {
		return this.underway.isEmpty();
	}

	/** Whether none is to be asked for in the background, because one was refused. */
	boolean isPausing(long now) {
		return this.backoff.isActive(now);
	}

	/** How much is on its way. */
	long credits() {
		long credits = 0;
		for (Acquisition acquisition : this.underway) {
			credits += acquisition.command().amount();
		}
		return credits;
	}

	/** How much is on its way for nobody yet. */
	long unpromised() {
		long credits = 0;
		for (Acquisition acquisition : this.underway) {
			credits += acquisition.unpromised();
		}
		return credits;
	}

	/** Completes when all that are on their way now have come, or do not come. */
	CompletableFuture<Void> ended() {
		return CompletableFuture
			.allOf(this.underway.stream().map(Acquisition::ended).toArray(CompletableFuture<?>[]::new));
	}

	/** Lets a request wait for a lease on its way, if one is large enough. */
	boolean join(LeaseRequest<?> request) {
		return this.underway.stream().anyMatch((acquisition) -> acquisition.join(request));
	}

	/**
	 * Begins an acquisition, which is to be sent.
	 * @param size credits
	 * @param request who waits for it, if anybody
	 * @return what is to be sent
	 */
	Acquisition begin(long size, @Nullable LeaseRequest<?> request) {
		LeaseTerms terms = this.scope.terms();
		long minimum = Math.max(terms.minSize(), (request != null) ? request.amount() : 1);
		AllocateLease command = new AllocateLease(this.scope.wallet(), size, terms.duration(), this.context.owner(),
				minimum, OperationId.generate(), terms.expiry(), Trace.NONE);
		Acquisition acquisition = new Acquisition(command, request == null);
		if (request != null) {
			acquisition.join(request);
		}
		this.underway.add(acquisition);
		return acquisition;
	}

	void send(Acquisition acquisition) {
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
			acquisition.ended().complete(null);
		});
	}

	private void granted(Acquisition acquisition, AllocateLeaseResult.Allocated allocated, long sent) {
		LeaseAccount account;
		List<Runnable> tasks = new ArrayList<>(acquisition.waiting().size());
		long elapsed = this.context.now() - sent;
		synchronized (this.scope.lock()) {
			this.underway.remove(acquisition);
			this.scope.heard(allocated.available());
			this.scope.sizing().answered(elapsed);
			this.backoff.reset();
			account = new LeaseAccount(this.scope, acquisition.command().id().value(), allocated.granted(), sent);
			this.scope.pool().add(account);
			// Those who waited come first; only then is the lease there for all.
			acquisition.waiting().forEach((request) -> tasks.add(serve(account, request)));
			if (this.context.isRunning()) {
				this.scope.pool().publish(account, this.context.now());
			}
			else {
				account.retire();
			}
			this.waiters.granted();
		}
		account.finished().thenRun(() -> forget(account));
		this.context.listener()
			.granted(acquisition.command().amount(), allocated.granted(), acquisition.isRefill(),
					Duration.ofNanos(elapsed));
		tasks.forEach(Runnable::run);
		if (!this.context.isRunning()) {
			account.advance(true);
		}
	}

	private <T> Runnable serve(LeaseAccount account, LeaseRequest<T> request) {
		T answer = request.take(account);
		return (answer != null) ? () -> request.complete(answer) : () -> this.waiters.again(request);
	}

	private void forget(LeaseAccount account) {
		synchronized (this.scope.lock()) {
			this.scope.pool().remove(account);
		}
	}

	private void refused(Acquisition acquisition, AllocateLeaseResult outcome) {
		Refusal refusal = outcome.refusal().orElseThrow();
		List<Runnable> tasks = new ArrayList<>(acquisition.waiting().size());
		synchronized (this.scope.lock()) {
			this.underway.remove(acquisition);
			this.scope.heard(outcome.available());
			this.backoff.refused(this.context.now());
			acquisition.waiting()
				.forEach((request) -> tasks.add(this.waiters.refused(request, refusal, outcome.available())));
		}
		this.context.listener().refused(acquisition.command().amount());
		tasks.forEach(Runnable::run);
	}

	private void failed(Acquisition acquisition, EscrowMintException failure) {
		if (failure instanceof OutcomeUnknownException) {
			AllocateLease command = acquisition.command();
			this.context.calls().execute(ReleaseLease.of(command.wallet(), command.id().value(), this.context.owner()));
		}
		synchronized (this.scope.lock()) {
			this.underway.remove(acquisition);
			this.backoff.refused(this.context.now());
		}
		this.context.listener().acquireFailed();
		acquisition.waiting().forEach((request) -> request.failed(null, failure));
	}

	/**
	 * What becomes of those who waited. All but {@code again} is called under the lock of
	 * the wallet.
	 */
	interface Waiters {

		/** A lease was granted. */
		void granted();

		/** A request could not be served from the lease that it waited for. */
		void again(LeaseRequest<?> request);

		/** The lease that a request waited for was refused; the task goes on. */
		Runnable refused(LeaseRequest<?> request, Refusal refusal, long left);

	}

}
