package io.escrowmint.lease;

import java.util.concurrent.CompletableFuture;

import io.escrowmint.model.Command;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * A call that no lease could serve at once, on its way to one or to the store.
 *
 * @param <T> the answer
 */
abstract class LeaseRequest<T> {

	private static final int ROUNDS = 4;

	private final String wallet;

	private final long amount;

	private final CompletableFuture<T> answer = new CompletableFuture<>();

	private int rounds;

	private boolean recalled;

	LeaseRequest(String wallet, long amount) {
		this.wallet = wallet;
		this.amount = amount;
	}

	String wallet() {
		return this.wallet;
	}

	long amount() {
		return this.amount;
	}

	CompletableFuture<T> answer() {
		return this.answer;
	}

	/** Counts a round; {@code false} if there were enough, and the store is to decide. */
	boolean mayTryAgain() {
		return this.rounds++ < ROUNDS;
	}

	/** Whether leases may be called back for it, once. */
	boolean mayRecall() {
		boolean first = !this.recalled;
		this.recalled = true;
		return first;
	}

	/**
	 * Takes from a lease, and tells nobody yet.
	 * @param account the lease
	 * @return the answer, if the lease could serve
	 */
	abstract @Nullable T take(LeaseAccount account);

	/**
	 * Returns what asks the store instead.
	 * @param terms the terms of the wallet
	 * @return the command, if there is anything to ask
	 */
	abstract @Nullable Command<?> command(LeaseTerms terms);

	/**
	 * Returns the answer after the store has applied the command.
	 * @param outcome applied
	 * @param terms the terms of the wallet
	 * @return the answer
	 */
	abstract T applied(@Nullable Outcome outcome, LeaseTerms terms);

	abstract T refused(Refusal reason, long available, boolean local);

	/** Takes an answer back that nobody wants any more. */
	void unwanted(T answer) {
	}

	/** Hears that the store failed; a command may have been applied. */
	void failed(@Nullable Command<?> command, EscrowMintException failure) {
		this.answer.completeExceptionally(failure);
	}

	void complete(T result) {
		if (!this.answer.complete(result)) {
			unwanted(result);
		}
	}

}
