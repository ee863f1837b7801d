package io.escrowmint.lease;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Limits;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Overrun;

/**
 * What holds have in common: they end once. Thread-safe, because every step away from
 * open is one compare-and-set, and only who made it moves on.
 */
abstract class SingleUse implements LeaseReservation {

	private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);

	@Override
	public boolean isOpen() {
		return this.phase.get() == Phase.OPEN;
	}

	@Override
	public CompletionStage<LeaseSettlement> settleAsync(long actual, Overrun overrun, long maxDebt,
			Consumer<EscrowMintException> onFailure) {
		check("actual", actual);
		check("maxDebt", maxDebt);
		if (!this.phase.compareAndSet(Phase.OPEN, Phase.SETTLING)) {
			throw new IllegalStateException(
					"The hold is settled or canceled, or another thread is settling it: " + amount() + " credits");
		}
		return send(actual, overrun, maxDebt, onFailure);
	}

	@Override
	public LeaseSettlement settle(long actual, Overrun overrun, long maxDebt) {
		CompletableFuture<LeaseSettlement> answer = new CompletableFuture<>();
		settleAsync(actual, overrun, maxDebt, answer::completeExceptionally).whenComplete((settlement, failure) -> {
			if (failure != null) {
				answer.completeExceptionally(failure);
			}
			else {
				answer.complete(settlement);
			}
		});
		return Waiting.answer(answer, (interrupted) -> new OutcomeUnknownException(wallet(), null,
				"Interrupted while a hold was settled; it will be settled all the same", interrupted));
	}

	private static void check(String field, long value) {
		if (value < 0 || value > Limits.MAX_CREDITS) {
			throw new InvalidRequestException(field, value, "must be between 0 and " + Limits.MAX_CREDITS + " credits");
		}
	}

	@Override
	public boolean cancel() {
		if (!this.phase.compareAndSet(Phase.OPEN, Phase.ENDED)) {
			return false;
		}
		giveBack();
		return true;
	}

	/**
	 * Settles. Calls {@link #end()} or {@link #reopen()} before the answer is complete.
	 */
	abstract CompletionStage<LeaseSettlement> send(long actual, Overrun overrun, long maxDebt,
			Consumer<EscrowMintException> onFailure);

	/** Gives everything back; must not throw. */
	abstract void giveBack();

	final boolean hasEnded() {
		return this.phase.get() == Phase.ENDED;
	}

	final void end() {
		this.phase.set(Phase.ENDED);
	}

	final void reopen() {
		this.phase.set(Phase.OPEN);
	}

	/** Where a hold stands. */
	private enum Phase {

		/** Nothing was done yet, or it was refused. */
		OPEN,

		/** Somebody settles it. */
		SETTLING,

		/** Settled or canceled. */
		ENDED

	}

}
