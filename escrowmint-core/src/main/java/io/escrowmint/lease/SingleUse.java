package io.escrowmint.lease;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;

import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Limits;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Overrun;

/**
 * What holds have in common: they end once. Thread-safe, because every step is one
 * compare-and-set, and only who moved it away from open settles it or gives it back.
 */
abstract class SingleUse implements LeaseReservation {

	private static final AtomicIntegerFieldUpdater<SingleUse> PHASE = AtomicIntegerFieldUpdater
		.newUpdater(SingleUse.class, "phase");

	/** Nothing was done yet, or it was refused. What a new hold is without a write. */
	private static final int OPEN = 0;

	/** Somebody settles it. */
	private static final int SETTLING = 1;

	/** Somebody settles it, and it was canceled meanwhile: it does not reopen. */
	private static final int SETTLING_CANCELED = 2;

	/** Settled or canceled. */
	private static final int ENDED = 3;

	private volatile int phase;

	@Override
	public boolean isOpen() {
		return this.phase == OPEN;
	}

	@Override
	public CompletionStage<LeaseSettlement> settleAsync(long actual, Overrun overrun, long maxDebt,
			Consumer<EscrowMintException> onFailure) {
		boolean here = begin(actual, overrun, maxDebt);
		return here ? CompletableFuture.completedFuture(settleHere(actual)) : send(actual, overrun, maxDebt, onFailure);
	}

	@Override
	public LeaseSettlement settle(long actual, Overrun overrun, long maxDebt) {
		return begin(actual, overrun, maxDebt) ? settleHere(actual) : await(actual, overrun, maxDebt);
	}

	private LeaseSettlement await(long actual, Overrun overrun, long maxDebt) {
		CompletableFuture<LeaseSettlement> answer = new CompletableFuture<>();
		Consumer<EscrowMintException> onFailure = (failure) -> answer.completeExceptionally(unknown(failure));
		send(actual, overrun, maxDebt, onFailure).whenComplete((settlement, failure) -> {
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

	/** What was not applied yet but goes on being repeated may be applied later. */
	private EscrowMintException unknown(EscrowMintException failure) {
		if (failure instanceof OutcomeUnknownException || !PatientCalls.isPassing(failure)) {
			return failure;
		}
		return new OutcomeUnknownException(wallet(), null, "The settle of a hold of " + amount()
				+ " credits found no answer yet and is repeated; it may be charged later", failure);
	}

	/** Takes the hold into the caller's hands, and tells whether it ends at once. */
	private boolean begin(long actual, Overrun overrun, long maxDebt) {
		check("actual", actual);
		check("maxDebt", maxDebt);
		boolean here = isSettledHere(actual, overrun);
		if (!move(OPEN, here ? ENDED : SETTLING)) {
			throw new IllegalStateException(
					"The hold is settled or canceled, or another thread is settling it: " + amount() + " credits");
		}
		return here;
	}

	private static void check(String field, long value) {
		if (value < 0 || value > Limits.MAX_CREDITS) {
			throw new InvalidRequestException(field, value, "must be between 0 and " + Limits.MAX_CREDITS + " credits");
		}
	}

	@Override
	public boolean cancel() {
		while (true) {
			int now = this.phase;
			if (now == OPEN && move(OPEN, ENDED)) {
				giveBack();
				return true;
			}
			if (now == ENDED || now == SETTLING_CANCELED || now == SETTLING && move(SETTLING, SETTLING_CANCELED)) {
				return false;
			}
		}
	}

	private boolean move(int from, int to) {
		return PHASE.compareAndSet(this, from, to);
	}

	/** Whether nothing needs to be asked and nothing can be refused. */
	abstract boolean isSettledHere(long actual, Overrun overrun);

	/** Settles at once a hold that has ended. */
	abstract LeaseSettlement settleHere(long actual);

	/**
	 * Settles. Calls {@link #end()} or {@link #reopen()} before the answer is complete.
	 */
	abstract CompletionStage<LeaseSettlement> send(long actual, Overrun overrun, long maxDebt,
			Consumer<EscrowMintException> onFailure);

	/** Gives everything back; must not throw. */
	abstract void giveBack();

	final boolean hasEnded() {
		return this.phase == ENDED;
	}

	/** Ends what was settled. */
	final void end() {
		if (!move(SETTLING, ENDED)) {
			move(SETTLING_CANCELED, ENDED);
		}
	}

	/** Opens what was not settled, unless nobody wants it any more. */
	final void reopen() {
		if (!move(SETTLING, OPEN) && move(SETTLING_CANCELED, ENDED)) {
			giveBack();
		}
	}

}
