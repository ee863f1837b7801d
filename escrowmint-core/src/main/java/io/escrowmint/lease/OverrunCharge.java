package io.escrowmint.lease;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import io.escrowmint.model.Bytes;
import io.escrowmint.model.Cancel;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.Limits;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.ReserveResult;
import io.escrowmint.model.Trace;

/**
 * Charges what a hold was too small for, beyond all leases: one consume under an id of
 * its own. Only if that is refused and debt is allowed, an empty reservation is opened
 * and committed with the amount, because a commit is the one command that books debt
 * under a cap. Each step is repeated until it has an answer, which is safe.
 *
 * @param calls repeats
 * @param heard told what the wallet has available
 * @param onFailure told of every attempt that failed
 */
record OverrunCharge(PatientCalls calls, LongConsumer heard, Consumer<EscrowMintException> onFailure) {

	private static final Duration TTL = Duration.ofMinutes(5);

	/**
	 * Charges.
	 * @param wallet the wallet
	 * @param amount credits
	 * @param overrun {@link Overrun#AVAILABLE} or {@link Overrun#DEBT}
	 * @param maxDebt cap on the wallet's total debt
	 * @return why not, empty if it is charged
	 */
	CompletableFuture<Optional<Refusal>> charge(String wallet, long amount, Overrun overrun, long maxDebt) {
		Consume consume = new Consume(wallet, amount, OperationId.generate(), Trace.NONE);
		return this.calls.execute(consume, this.onFailure).thenCompose((outcome) -> {
			Optional<Refusal> refusal = refusalOf(outcome);
			return (refusal.isPresent() && overrun == Overrun.DEBT && maxDebt > 0) ? owe(wallet, amount, maxDebt)
					: CompletableFuture.completedFuture(refusal);
		});
	}

	private CompletableFuture<Optional<Refusal>> owe(String wallet, long amount, long maxDebt) {
		OperationId id = OperationId.generate();
		// Only a reservation that claims a key may be empty.
		HttpClaim claim = new HttpClaim("lease-overrun:" + id.value(), Bytes.of(new byte[Limits.FINGERPRINT_BYTES]));
		Reserve reserve = new Reserve(wallet, 0, TTL, id, claim, Trace.NONE);
		Commit commit = Commit.of(wallet, id.value())
			.actual(amount)
			.overrun(Overrun.DEBT)
			.maxDebt(maxDebt)
			.late(LateCommit.CHARGE);
		return this.calls.execute(reserve, this.onFailure)
			.thenCompose((reserved) -> (reserved instanceof ReserveResult.Reserved) ? commit(commit)
					: CompletableFuture.completedFuture(refusalOf(reserved)));
	}

	private CompletableFuture<Optional<Refusal>> commit(Commit commit) {
		return this.calls.execute(commit, this.onFailure).thenApply((outcome) -> {
			Optional<Refusal> refusal = refusalOf(outcome);
			if (refusal.isPresent()) {
				this.calls.execute(Cancel.of(commit.wallet(), commit.id()));
			}
			return refusal;
		});
	}

	private Optional<Refusal> refusalOf(Outcome outcome) {
		this.heard.accept(outcome.available());
		return outcome.refusal();
	}

}
