package io.escrowmint.lease;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Calls the leases of a wallet back, so that what lies unspent in them can be had from
 * the store in one piece. A lease with an open hold goes back when the hold has ended.
 * One round at a time, whom others join; what is begun under the lock of the wallet is
 * sent by the task that comes back.
 */
final class Recall {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final WalletScope scope;

	private final Backoff backoff;

	private @Nullable CompletableFuture<Void> underway;

	Recall(WalletScope scope) {
		this.scope = scope;
		this.backoff = scope.newBackoff();
	}

	/**
	 * Begins a round for somebody outside, if it may bring anything. Rounds of this kind
	 * keep a distance that grows, or leases would be acquired as fast as they go back.
	 * @param answer told whether anything may be back
	 * @param now by the clock
	 * @return goes on
	 */
	Runnable begin(CompletableFuture<Boolean> answer, long now) {
		boolean joins = this.underway != null && !this.underway.isDone();
		if (!joins && (this.scope.pool().free() == 0 || this.backoff.isActive(now))) {
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
		this.scope.pool().retireAll();
		List<LeaseAccount> idle = this.scope.pool()
			.all()
			.stream()
			.filter((account) -> account.local().held() == 0)
			.toList();
		return () -> {
			back.thenRun(then);
			idle.forEach((account) -> account.advance(true));
			CompletableFuture.allOf(idle.stream().map(LeaseAccount::finished).toArray(CompletableFuture<?>[]::new))
				.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
				.whenComplete((all, late) -> goOn(back, late != null));
		};
	}

	/** Those who wait must not hold up the thread on which the whole process waits. */
	private static void goOn(CompletableFuture<Void> back, boolean late) {
		if (late) {
			CompletableFuture.runAsync(() -> back.complete(null));
		}
		else {
			back.complete(null);
		}
	}

}
