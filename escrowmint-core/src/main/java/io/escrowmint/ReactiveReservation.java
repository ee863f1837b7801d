package io.escrowmint;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.escrowmint.model.CancelResult;
import io.escrowmint.model.Commit;
import io.escrowmint.model.CommitResult;
import io.escrowmint.model.ExtendResult;
import reactor.core.publisher.Mono;

/**
 * A hold on credits that its owner settles once: the mirror of {@link Reservation}. Each
 * {@code Mono} sends once per subscription, and ends with an error for a refusal. A
 * {@code Mono} that is canceled has been sent; the store ends it. Thread-safe.
 */
public final class ReactiveReservation {

	private final Hold hold;

	ReactiveReservation(Hold hold) {
		this.hold = hold;
	}

	/**
	 * Returns the wallet.
	 * @return the wallet
	 */
	public String wallet() {
		return this.hold.wallet();
	}

	/**
	 * Returns the id under which the store knows the reservation.
	 * @return the id
	 */
	public String id() {
		return this.hold.id();
	}

	/**
	 * Returns what is held.
	 * @return credits
	 */
	public long amount() {
		return this.hold.amount();
	}

	/**
	 * Returns when the hold expires, as far as this handle knows.
	 * @return the expiry, by the clock of the store
	 */
	public Instant expiresAt() {
		return this.hold.expiresAt();
	}

	/**
	 * Charges the held amount.
	 * @return what was charged
	 */
	public Mono<CommitResult.Committed> commit() {
		return commit(UnaryOperator.identity());
	}

	/**
	 * Charges an amount. Less than the hold returns the rest; more is refused, and the
	 * hold stays open.
	 * @param actual credits, 0 to 2^53-1
	 * @return what was charged
	 */
	public Mono<CommitResult.Committed> commit(long actual) {
		return commit((commit) -> commit.actual(actual));
	}

	/**
	 * Charges with options, as {@link Reservation#commit(UnaryOperator)} does.
	 * @param options takes the plain commit of this reservation and returns it with
	 * options
	 * @return what was charged
	 */
	public Mono<CommitResult.Committed> commit(UnaryOperator<Commit> options) {
		return answer(() -> this.hold.commit(options.apply(this.hold.commit()))).map(CommitResult::orElseThrow);
	}

	/**
	 * Gives the held credits back.
	 * @return what came back
	 */
	public Mono<CancelResult.Canceled> cancel() {
		return answer(this.hold::cancel).map(CancelResult::orElseThrow);
	}

	/**
	 * Moves the expiry to the later of what it is and now + ttl. Never revives.
	 * @param ttl time to live from now, 1 ms to 365 days
	 * @return the new expiry
	 */
	public Mono<ExtendResult.Extended> extend(Duration ttl) {
		return answer(() -> this.hold.extend(ttl)).map(ExtendResult::orElseThrow);
	}

	/**
	 * Cancels, if no commit was attempted, or it was refused with the hold still open.
	 * Does nothing otherwise. What is on its way is not waited for; if it leaves the hold
	 * open, the cancel follows. Never ends with an error; a cancel that fails is logged
	 * and repeated in the background.
	 * @return completes when the cancel has an answer
	 */
	public Mono<Void> close() {
		return answer(this.hold::close);
	}

	// A copy is what gets canceled: the handle is to hear the answer all the same, and
	// nobody is to log what nobody waits for.
	private static <T> Mono<T> answer(Supplier<CompletionStage<T>> call) {
		return Mono.fromFuture(() -> call.get().toCompletableFuture().copy());
	}

	@Override
	public String toString() {
		return "ReactiveReservation[id=" + id() + ", amount=" + amount() + ", expiresAt=" + expiresAt() + "]";
	}

}
