package io.escrowmint.metering;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;

import io.escrowmint.lease.CreditLeases;
import io.escrowmint.store.QuotaStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions whose holds lie in a store, or in the leases of this process; as a shadow,
 * sessions that hold nothing.
 */
public final class StoreMeteringSessions implements MeteringSessions {

	private static final Logger logger = LoggerFactory.getLogger(StoreMeteringSessions.class);

	private final MeteringOptions options;

	private final MeteringListener listener;

	private final Settler settler;

	private final HoldKeeper keeper;

	private final @Nullable LeaseDesk leases;

	private final HoldDesk desk;

	private final ShadowLedger shadow;

	/**
	 * Creates the sessions of a process, on daemon threads.
	 * @param store holds and settles
	 * @param maxDebt cap on a wallet's total debt, 0 to 2^53-1 credits
	 * @param options what all calls have in common
	 * @param listener hears what happens
	 */
	public StoreMeteringSessions(QuotaStore store, long maxDebt, MeteringOptions options, MeteringListener listener) {
		this(store, maxDebt, options, listener, null);
	}

	/**
	 * Creates the sessions of a process.
	 * @param store holds and settles
	 * @param maxDebt cap on a wallet's total debt, 0 to 2^53-1 credits
	 * @param options what all calls have in common
	 * @param listener hears what happens
	 * @param leases hold and settle for {@link io.escrowmint.MeteringPath#LEASED}; absent
	 * leaves everything to the store. Started and stopped by whoever made them
	 */
	public StoreMeteringSessions(QuotaStore store, long maxDebt, MeteringOptions options, MeteringListener listener,
			@Nullable CreditLeases leases) {
		this(store, maxDebt, options, listener, leases, (task) -> {
			Thread thread = new Thread(task);
			thread.setDaemon(true);
			return thread;
		});
	}

	/**
	 * Creates the sessions of a process.
	 * @param store holds and settles
	 * @param maxDebt cap on a wallet's total debt, 0 to 2^53-1 credits
	 * @param options what all calls have in common
	 * @param listener hears what happens
	 * @param leases hold and settle for {@link io.escrowmint.MeteringPath#LEASED}; absent
	 * leaves everything to the store. Started and stopped by whoever made them
	 * @param threads makes the two threads that keep holds alive and repeat settles; they
	 * must not keep the process alive
	 */
	public StoreMeteringSessions(QuotaStore store, long maxDebt, MeteringOptions options, MeteringListener listener,
			@Nullable CreditLeases leases, ThreadFactory threads) {
		this.options = options;
		this.listener = new QuietListener(listener);
		this.settler = new Settler(store, maxDebt, this.listener, this::forget, threads);
		this.keeper = new HoldKeeper(store, options, this.listener, this::chargeTheOldest, threads);
		Patience patience = Patience.of(options);
		this.leases = (leases != null) ? new LeaseDesk(leases, patience) : null;
		this.desk = new HoldDesk(new StoreDesk(store, this.settler, patience), this.leases, patience,
				new OpenAllowance(options.openAllowance()), this.keeper, this.listener);
		this.shadow = new ShadowLedger(store, this.listener);
	}

	private void forget(MeteredHold hold) {
		this.keeper.forget(hold);
		if (this.leases != null) {
			this.leases.forget(hold);
		}
	}

	private void chargeTheOldest(MeteredHold hold) {
		if (!hold.beginSettle()) {
			return;
		}
		logger.warn("Reservation {} is settled after {}, although its call goes on", hold.id(),
				this.options.maxLifetime());
		long charge = hold.chargeOfTheOldest();
		if (charge < 0) {
			this.settler.cancel(hold);
		}
		else {
			this.settler.charge(hold, charge, null);
		}
	}

	@Override
	public MeteringSession begin(long since) {
		return (this.options.mode() == MeteringOptions.Mode.SHADOW)
				? new ShadowSession(this.shadow, this.options.maxCost())
				: new StoreMeteringSession(this.desk, this.settler, this.options.maxCost(), this.listener, since);
	}

	@Override
	public MeteringOptions options() {
		return this.options;
	}

	@Override
	public MeteringBacklog backlog() {
		int pending = this.settler.pending();
		return new MeteringBacklog(Math.max(0, this.keeper.size() - pending), pending, this.settler.late(),
				this.settler.lost());
	}

	@Override
	public void start() {
		this.settler.start();
		this.keeper.start();
	}

	@Override
	public boolean drain(Duration longest) {
		return this.settler.drain(longest);
	}

	@Override
	public void stop() {
		this.keeper.stop();
		this.settler.stop();
	}

}
