package io.escrowmint.metering;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.escrowmint.lease.CreditLeases;
import io.escrowmint.lease.LeaseBalance;
import io.escrowmint.lease.LeaseCheck;
import io.escrowmint.lease.LeaseConsumption;
import io.escrowmint.lease.LeaseExposure;
import io.escrowmint.lease.LeaseReservation;
import io.escrowmint.lease.LeaseSettlement;
import io.escrowmint.model.Consume;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.Refund;
import io.escrowmint.model.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Leases of exactly what is asked for, at the moment it is asked for, so that nothing
 * lies here but open holds, and what is {@linkplain #hoard hoarded}. In the store they
 * look spent.
 */
final class PocketLeases implements CreditLeases {

	final AtomicInteger checks = new AtomicInteger();

	final AtomicInteger recalls = new AtomicInteger();

	final AtomicLong held = new AtomicLong();

	final AtomicLong idle = new AtomicLong();

	volatile long largest = 1_000;

	volatile boolean late;

	volatile boolean losesHolds;

	/** What a recall waits for. */
	volatile CompletableFuture<Void> recalled = CompletableFuture.completedFuture(null);

	/** What a hold that has expired in the store can be charged at most. */
	volatile long chargeable = Long.MAX_VALUE;

	/** What a settle above the hold waits for. */
	volatile CompletableFuture<Void> settles = CompletableFuture.completedFuture(null);

	/** Hears that a settle above the hold has no answer yet. */
	volatile @Nullable Consumer<EscrowMintException> unanswered;

	private final SwitchableStore store;

	PocketLeases(SwitchableStore store) {
		this.store = store;
	}

	@Override
	public CompletionStage<LeaseCheck> checkAsync(String wallet, long amount) {
		this.checks.incrementAndGet();
		giveBack(wallet);
		return this.store.execute(Consume.of(wallet, amount)).thenApply((outcome) -> {
			if (!outcome.applied()) {
				return new LeaseCheck.Refused(outcome.refusal().orElseThrow(), outcome.available(), false);
			}
			this.held.addAndGet(amount);
			return new LeaseCheck.Held(new Pocket(wallet, amount));
		});
	}

	@Override
	public boolean isLeasable(String wallet, long amount) {
		return amount <= this.largest;
	}

	@Override
	public LeaseBalance balance(String wallet) {
		return new LeaseBalance(wallet, this.store.state(wallet).available(), Duration.ZERO,
				this.held.get() + this.idle.get());
	}

	/**
	 * Leases what nobody asks for yet.
	 * @param wallet the wallet
	 * @param amount credits
	 */
	void hoard(String wallet, long amount) {
		this.store.past(Consume.of(wallet, amount)).orElseThrow();
		this.idle.addAndGet(amount);
	}

	@Override
	public CompletionStage<Boolean> recall(String wallet, long missing) {
		if (this.idle.get() < missing) {
			return CompletableFuture.completedFuture(false);
		}
		this.recalls.incrementAndGet();
		return this.recalled.thenApply((back) -> giveBack(wallet));
	}

	private boolean giveBack(String wallet) {
		long back = this.idle.getAndSet(0);
		if (back > 0) {
			this.store.past(Refund.of(wallet, back)).orElseThrow();
		}
		return back > 0;
	}

	@Override
	public boolean consume(String wallet, long amount) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<LeaseConsumption> consumeAsync(String wallet, long amount) {
		throw new UnsupportedOperationException();
	}

	@Override
	public LeaseCheck check(String wallet, long amount) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<Void> prewarm(Collection<String> wallets) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean prewarm(Collection<String> wallets, Duration timeout) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletionStage<LeaseBalance> authoritativeBalance(String wallet) {
		throw new UnsupportedOperationException();
	}

	@Override
	public LeaseExposure exposure() {
		return LeaseExposure.NONE;
	}

	@Override
	public void start() {
	}

	@Override
	public boolean drain(Duration timeout) {
		return true;
	}

	@Override
	public void stop() {
	}

	@Override
	public boolean isRunning() {
		return true;
	}

	private final class Pocket implements LeaseReservation {

		private final String wallet;

		private final long amount;

		private final AtomicBoolean open = new AtomicBoolean(true);

		Pocket(String wallet, long amount) {
			this.wallet = wallet;
			this.amount = amount;
		}

		@Override
		public String wallet() {
			return this.wallet;
		}

		@Override
		public long amount() {
			return this.amount;
		}

		@Override
		public boolean isLocal() {
			return true;
		}

		@Override
		public boolean isOpen() {
			return this.open.get();
		}

		@Override
		public LeaseSettlement settle(long actual, Overrun overrun, long maxDebt) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletionStage<LeaseSettlement> settleAsync(long actual, Overrun overrun, long maxDebt,
				Consumer<EscrowMintException> onFailure) {
			if (!this.open.compareAndSet(true, false)) {
				throw new IllegalStateException("The hold is not open");
			}
			if (PocketLeases.this.losesHolds) {
				return CompletableFuture
					.completedFuture(new LeaseSettlement.Rejected(new Refusal.ReservationNotFound(this.wallet, "?")));
			}
			if (actual > PocketLeases.this.chargeable) {
				return CompletableFuture.completedFuture(rejected(actual, PocketLeases.this.chargeable));
			}
			if (actual <= this.amount || overrun == Overrun.CLAMP) {
				return CompletableFuture.completedFuture(charged(actual, Math.min(actual, this.amount)));
			}
			PocketLeases.this.unanswered = onFailure;
			return PocketLeases.this.settles.thenApply((open) -> above(actual));
		}

		private LeaseSettlement above(long actual) {
			if (PocketLeases.this.store.past(Consume.of(this.wallet, actual - this.amount)).applied()) {
				return charged(actual, actual);
			}
			return rejected(actual, 0);
		}

		private LeaseSettlement rejected(long actual, long available) {
			this.open.set(true);
			return new LeaseSettlement.Rejected(
					new Refusal.OverrunRejected(this.wallet, "?", actual, this.amount, available, 0));
		}

		private LeaseSettlement charged(long asked, long charged) {
			giveBack(this.amount - charged);
			return new LeaseSettlement.Charged(asked, charged, PocketLeases.this.late);
		}

		private void giveBack(long rest) {
			PocketLeases.this.held.addAndGet(-this.amount);
			if (rest > 0) {
				PocketLeases.this.store.past(Refund.of(this.wallet, rest)).orElseThrow();
			}
		}

		@Override
		public boolean cancel() {
			boolean first = this.open.compareAndSet(true, false);
			if (first) {
				giveBack(this.amount);
			}
			return first;
		}

	}

}
