package io.escrowmint.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import io.escrowmint.model.Consume;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.Trace;
import org.jspecify.annotations.Nullable;

/**
 * A hold on credits of a lease. Whoever moves it out of open owns it; what is not charged
 * returns to the very lease it came from, whatever has become of that.
 */
final class LeaseHold extends SingleUse {

	private final WalletLeases leases;

	private final LeaseAccount account;

	private final long amount;

	LeaseHold(WalletLeases leases, LeaseAccount account, long amount) {
		this.leases = leases;
		this.account = account;
		this.amount = amount;
	}

	@Override
	public String wallet() {
		return this.account.wallet();
	}

	@Override
	public long amount() {
		return this.amount;
	}

	@Override
	public boolean isLocal() {
		return true;
	}

	private LeaseContext context() {
		return this.leases.context();
	}

	@Override
	boolean isSettledHere(long actual, Overrun overrun) {
		return actual <= this.amount || overrun == Overrun.CLAMP;
	}

	@Override
	LeaseSettlement settleHere(long actual) {
		return charged(actual, Math.min(actual, this.amount));
	}

	@Override
	CompletionStage<LeaseSettlement> send(long actual, Overrun overrun, long maxDebt,
			Consumer<EscrowMintException> onFailure) {
		return (overrun == Overrun.REJECT) ? rejected(actual) : overrun(actual, overrun, maxDebt, onFailure);
	}

	private CompletionStage<LeaseSettlement> overrun(long actual, Overrun overrun, long maxDebt,
			Consumer<EscrowMintException> onFailure) {
		List<Part> parts = new ArrayList<>();
		long rest = take(actual - this.amount, parts);
		if (rest == 0) {
			parts.forEach((part) -> part.end(part.amount()));
			return settled(actual, actual);
		}
		return charge(rest, overrun, maxDebt, onFailure)
			.handle((refusal, failure) -> charged(actual, parts, refusal, failure))
			.thenCompose((stage) -> stage);
	}

	/** Charges what no lease has, in one command, repeated until it has an answer. */
	private CompletionStage<Optional<Refusal>> charge(long rest, Overrun overrun, long maxDebt,
			Consumer<EscrowMintException> onFailure) {
		Long cap = (overrun == Overrun.DEBT) ? maxDebt : null;
		Consume consume = new Consume(wallet(), rest, OperationId.generate(), cap, Trace.NONE);
		return context().calls().execute(consume, onFailure).thenApply((outcome) -> {
			this.leases.heard(outcome.available());
			return outcome.refusal();
		});
	}

	/** Takes from its own lease first, then from those that are spent from. */
	private long take(long extra, List<Part> parts) {
		long rest = takeFrom(this.account, extra, parts);
		if (rest > 0) {
			for (LeaseAccount beside : this.leases.all()) {
				rest = takeFrom(beside, rest, parts);
			}
		}
		return rest;
	}

	private static long takeFrom(LeaseAccount from, long extra, List<Part> parts) {
		long taken = (extra > 0) ? from.local().holdUpTo(extra) : 0;
		if (taken > 0) {
			parts.add(new Part(from, taken));
		}
		return extra - taken;
	}

	private CompletionStage<LeaseSettlement> charged(long actual, List<Part> parts, Optional<Refusal> refusal,
			@Nullable Throwable failure) {
		boolean applied = failure == null && refusal.isEmpty();
		parts.forEach((part) -> part.end(applied ? part.amount() : 0));
		if (failure != null) {
			context().listener().lost(actual - this.amount);
			settled(actual, this.amount);
			return CompletableFuture.failedFuture(failure);
		}
		return applied ? settled(actual, actual) : rejected(actual);
	}

	private CompletionStage<LeaseSettlement> settled(long asked, long charged) {
		end();
		return CompletableFuture.completedFuture(charged(asked, charged));
	}

	private LeaseSettlement charged(long asked, long charged) {
		boolean late = this.account.local().isExpired(context().now());
		settle(this.account, this.amount, Math.min(charged, this.amount));
		if (late) {
			context().listener().settledLate(charged);
		}
		return new LeaseSettlement.Charged(asked, charged, late);
	}

	private CompletionStage<LeaseSettlement> rejected(long actual) {
		reopen();
		// The debt is not known here.
		return CompletableFuture.completedFuture(new LeaseSettlement.Rejected(new Refusal.OverrunRejected(wallet(),
				this.account.id(), actual, this.amount, this.leases.balance().available(), 0)));
	}

	@Override
	void giveBack() {
		settle(this.account, this.amount, 0);
	}

	private static void settle(LeaseAccount account, long amount, long charged) {
		account.local().settle(amount, charged);
		if (account.local().isClosed()) {
			account.advance(true);
		}
	}

	/**
	 * Credits held in a lease.
	 *
	 * @param account the lease
	 * @param amount credits
	 */
	private record Part(LeaseAccount account, long amount) {

		void end(long charged) {
			settle(this.account, this.amount, charged);
		}

	}

}
