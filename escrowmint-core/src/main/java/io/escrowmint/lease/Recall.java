package io.escrowmint.lease;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Calls the leases of a wallet back, so that what lies unspent in them can be had from
 * the store in one piece. A lease on its way here is awaited first, or its credits would
 * be neither here nor there; one with an open hold could not go back before the hold has
 * ended, and goes on being used. One round at a time, whom others join; what is begun
 * under the lock of the wallet is sent by the task that comes back.
 */
final class Recall {

	private final WalletScope scope;

	private final Intake intake;

	private final Backoff backoff;

	private @Nullable CompletableFuture<Void> underway;

	Recall(WalletScope scope, Intake intake) {
		this.scope = scope;
		this.intake = intake;
		this.backoff = scope.newBackoff();
	}

	/** What a round may bring, with what goes back already. */
	long recoverable() {
		return this.scope.pool().recoverable() + this.intake.arriving();
	}

	/**
	 * Begins a round for somebody outside, if it may bring enough. Rounds of this kind
	 * keep a distance that grows, or leases would be acquired as fast as they go back.
	 * @param missing credits
	 * @param answer told whether anything may be back
	 * @param now by the clock
	 * @return goes on
	 */
	Runnable begin(long missing, CompletableFuture<Boolean> answer, long now) {
		boolean joins = this.underway != null && !this.underway.isDone();
		if (!joins && (recoverable() < Math.max(1, missing) || this.backoff.isActive(now))) {
			return () -> answer.complete(false);
		}
		this.backoff.refused(now);
		return begin(() -> answer.complete(true));
	}

	/**
	 * Begins a round, or joins the one under way.
	 * @param then run when the leases are back, or do not come
	 * @return goes on
	 */
	Runnable begin(Runnable then) {
		CompletableFuture<Void> joined = this.underway;
		if (joined != null && !joined.isDone()) {
			return () -> joined.thenRun(then);
		}
		CompletableFuture<Void> back = new CompletableFuture<>();
		this.underway = back;
		CompletableFuture<Void> arrived = this.intake.arrived();
		return () -> {
			back.thenRun(then);
			await(arrived, () -> await(giveBack(), () -> back.complete(null)));
		};
	}

	private CompletableFuture<Void> giveBack() {
		List<LeaseAccount> idle;
		synchronized (this.scope.lock()) {
			idle = this.scope.pool().retireIdle(this.scope.context().now());
		}
		idle.forEach((account) -> account.advance(true));
		return CompletableFuture.allOf(idle.stream().map(LeaseAccount::finished).toArray(CompletableFuture<?>[]::new));
	}

	/** Those who wait must not hold up the thread on which the whole process waits. */
	private void await(CompletableFuture<Void> event, Runnable next) {
		event.orTimeout(this.scope.context().recallPatience().toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((done, late) -> {
				if (late != null) {
					CompletableFuture.runAsync(next);
				}
				else {
					next.run();
				}
			});
	}

}
