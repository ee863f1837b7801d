package io.escrowmint.spring.webflux;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.escrowmint.model.Command;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.model.Reserve;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.memory.MemoryQuotaStore;

/**
 * A store that answers late and on a thread of its own, or when it is told to, or fails,
 * or never answers.
 */
final class SlowStore implements QuotaStore {

	private final QuotaStore store = new MemoryQuotaStore(StoreOptions.DEFAULTS, InstantSource.system());

	private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();

	volatile Duration delay = Duration.ZERO;

	volatile boolean waits;

	volatile RuntimeException failure;

	volatile boolean silent;

	@Override
	public <R extends Outcome> CompletionStage<R> execute(Command<R> command) {
		RuntimeException failing = this.failure;
		if (failing != null) {
			return CompletableFuture.failedFuture(failing);
		}
		if (this.silent && command instanceof Reserve) {
			return new CompletableFuture<>();
		}
		if (this.waits) {
			CompletableFuture<Void> turn = new CompletableFuture<>();
			this.waiting.add(turn);
			return turn.thenCompose((go) -> this.store.execute(command));
		}
		if (this.delay.isZero()) {
			return this.store.execute(command);
		}
		Executor later = CompletableFuture.delayedExecutor(this.delay.toMillis(), TimeUnit.MILLISECONDS);
		return CompletableFuture.supplyAsync(() -> this.store.execute(command), later).thenCompose((answer) -> answer);
	}

	int waiting() {
		return this.waiting.size();
	}

	/**
	 * Answers what waits now.
	 */
	void answer() {
		List<CompletableFuture<Void>> turns = List.copyOf(this.waiting);
		this.waiting.removeAll(turns);
		turns.forEach((turn) -> turn.completeAsync(() -> null));
	}

	@Override
	public <R> CompletionStage<R> query(Query<R> query) {
		return this.store.query(query);
	}

}
