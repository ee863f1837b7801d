package io.escrowmint.metering;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import io.escrowmint.contract.Engine;
import io.escrowmint.model.Command;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Query;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletState;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.memory.MemoryQuotaStore;

/**
 * The embedded engine behind a line that can be cut, or lose replies, or hold them back.
 * Its time stands still unless the test moves it.
 */
final class SwitchableStore implements QuotaStore {

	private final AtomicReference<Instant> now = new AtomicReference<>(Engine.START);

	private final MemoryQuotaStore store = new MemoryQuotaStore(StoreOptions.DEFAULTS, this.now::get);

	final List<Command<?>> sent = new CopyOnWriteArrayList<>();

	final AtomicReference<CompletableFuture<Void>> gate = new AtomicReference<>(
			CompletableFuture.completedFuture(null));

	volatile Predicate<Command<?>> cut = (command) -> false;

	volatile Predicate<Command<?>> forgetful = (command) -> false;

	volatile Duration late = Duration.ZERO;

	void fill(String wallet, long amount) {
		this.store.execute(TopUp.of(wallet, amount)).toCompletableFuture().join().orElseThrow();
	}

	void advance(Duration time) {
		this.now.updateAndGet((before) -> before.plus(time));
	}

	WalletState state(String wallet) {
		return this.store.query(new Query.OfWallet(wallet)).toCompletableFuture().join();
	}

	<R extends Outcome> R past(Command<R> command) {
		return this.store.execute(command).toCompletableFuture().join();
	}

	@Override
	public <R extends Outcome> CompletionStage<R> execute(Command<R> command) {
		this.sent.add(command);
		if (this.cut.test(command)) {
			return failed(new StoreUnavailableException("The line is cut", null));
		}
		boolean lost = this.forgetful.test(command);
		return delayed(this.gate.get()).thenCompose((open) -> this.store.execute(command))
			.thenCompose((outcome) -> lost
					? failed(new OutcomeUnknownException(command.wallet(), null, "The reply is lost", null))
					: CompletableFuture.completedFuture(outcome));
	}

	private CompletableFuture<Void> delayed(CompletableFuture<Void> gate) {
		Duration late = this.late;
		return late.isZero() ? gate : gate.thenRunAsync(() -> {
		}, CompletableFuture.delayedExecutor(late.toMillis(), TimeUnit.MILLISECONDS));
	}

	@Override
	public <R> CompletionStage<R> query(Query<R> query) {
		if (this.cut.test(null)) {
			return failed(new StoreUnavailableException("The line is cut", null));
		}
		return this.store.query(query);
	}

	private static <R> CompletionStage<R> failed(EscrowMintException failure) {
		return CompletableFuture.failedFuture(failure);
	}

}
