package io.escrowmint.lease;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Commit;
import io.escrowmint.model.CommitResult;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.Extend;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.ReserveResult;

/**
 * A hold that no lease could serve: a reservation in the store, extended while it is
 * open.
 */
final class StoreHold extends SingleUse {

	private final WalletLeases leases;

	private final LeaseContext context;

	private final ReserveResult.Reserved reserved;

	private final Duration ttl;

	private final long since;

	private volatile long extended;

	private StoreHold(WalletLeases leases, ReserveResult.Reserved reserved, Duration ttl) {
		this.leases = leases;
		this.context = leases.context();
		this.reserved = reserved;
		this.ttl = ttl;
		this.since = context.now();
		this.extended = this.since;
	}

	static StoreHold open(WalletLeases leases, ReserveResult.Reserved reserved, Duration ttl) {
		StoreHold hold = new StoreHold(leases, reserved, ttl);
		hold.context.storeHolds().add(hold);
		return hold;
	}

	@Override
	public String wallet() {
		return this.reserved.wallet();
	}

	@Override
	public long amount() {
		return this.reserved.amount();
	}

	@Override
	public boolean isLocal() {
		return false;
	}

	/** Keeps it alive; one caller at a time. */
	void tick() {
		long now = this.context.now();
		if (hasEnded() || now - this.since >= this.context.options().maxHoldLifetime().toNanos()) {
			this.context.storeHolds().remove(this);
		}
		else if (now - this.extended >= this.ttl.toNanos() / 2) {
			this.extended = now;
			this.context.calls().execute(Extend.of(wallet(), this.reserved.id().value(), this.ttl));
		}
	}

	@Override
	boolean isSettledHere(long actual, Overrun overrun) {
		return false;
	}

	@Override
	LeaseSettlement settleHere(long actual) {
		throw new IllegalStateException("A hold in the store is settled there");
	}

	@Override
	CompletionStage<LeaseSettlement> send(long actual, Overrun overrun, long maxDebt,
			Consumer<EscrowMintException> onFailure) {
		Commit commit = Commit.of(wallet(), this.reserved.id().value())
			.actual(actual)
			.overrun(overrun)
			.maxDebt(maxDebt)
			.late(LateCommit.CHARGE);
		return this.context.calls().execute(commit, onFailure).whenComplete((outcome, failure) -> {
			if (failure != null) {
				ended();
				this.context.listener().lost(actual);
			}
		}).thenApply((outcome) -> settled(actual, outcome));
	}

	private LeaseSettlement settled(long actual, CommitResult outcome) {
		this.leases.heard(outcome.available());
		if (outcome instanceof CommitResult.Committed committed) {
			ended();
			if (committed.late()) {
				this.context.listener().settledLate(committed.charged());
			}
			return new LeaseSettlement.Charged(committed.asked(), committed.charged(), committed.late());
		}
		Refusal refusal = outcome.refusal().orElseThrow();
		if (refusal instanceof Refusal.OverrunRejected) {
			reopen();
		}
		else {
			ended();
			this.context.listener().lost(actual);
		}
		return new LeaseSettlement.Rejected(refusal);
	}

	private void ended() {
		end();
		this.context.storeHolds().remove(this);
	}

	@Override
	void giveBack() {
		this.context.calls()
			.execute(Cancel.of(wallet(), this.reserved.id().value()))
			.thenAccept((outcome) -> this.leases.heard(outcome.available()));
		this.context.storeHolds().remove(this);
	}

}
