package io.escrowmint.lease;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.escrowmint.model.Command;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Query;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.store.QuotaStore;

/**
 * A store behind a line that can be cut, or lose replies, or hold commands back, or stand
 * still. Notes what is sent.
 */
final class LineStore implements QuotaStore {

	private final QuotaStore store;

	final List<Command<?>> sent = new CopyOnWriteArrayList<>();

	final Standstill standstill = new Standstill();

	volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

	/** What waits for the gate. */
	volatile Predicate<Command<?>> heldBack = (command) -> true;

	volatile Predicate<Command<?>> cut = (command) -> false;

	/** What is said of a command that is cut. */
	volatile Supplier<EscrowMintException> failure = () -> new StoreUnavailableException("The line is cut", null);

	volatile Predicate<Command<?>> forgetful = (command) -> false;

	/** Where replies are heard. */
	volatile Executor replies = Runnable::run;

	volatile long lastSent;

	LineStore(QuotaStore store) {
		this.store = store;
	}

	long sent(Class<? extends Command<?>> type) {
		return this.sent.stream().filter(type::isInstance).count();
	}

	@Override
	public <R extends Outcome> CompletionStage<R> execute(Command<R> command) {
		this.lastSent = System.nanoTime();
		this.sent.add(command);
		if (this.cut.test(command)) {
			return CompletableFuture.failedFuture(this.failure.get());
		}
		boolean lost = this.forgetful.test(command);
		CompletableFuture<Void> gate = this.heldBack.test(command) ? this.gate
				: CompletableFuture.completedFuture(null);
		return gate.thenCompose((open) -> this.standstill.pass(() -> this.store.execute(command)))
			.thenComposeAsync((outcome) -> {
				if (lost) {
					return CompletableFuture
						.failedFuture(new OutcomeUnknownException(command.wallet(), null, "The reply is lost", null));
				}
				return CompletableFuture.completedFuture(outcome);
			}, this.replies);
	}

	@Override
	public <R> CompletionStage<R> query(Query<R> query) {
		return this.store.query(query);
	}

}
