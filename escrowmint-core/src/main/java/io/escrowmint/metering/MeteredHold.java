package io.escrowmint.metering;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.escrowmint.Metering;
import io.escrowmint.lease.LeaseReservation;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * One hold of a call, from the reserve to the moment its settle begins. Whoever gets
 * {@code true} from {@link #beginSettle()} settles it, and nobody else. Thread-safe.
 */
final class MeteredHold implements Metering {

	private static final String LEASED = "(leased)";

	private final Demand demand;

	private final @Nullable String id;

	private final @Nullable LeaseReservation lease;

	private final long amount;

	private final Usage usage;

	private final AtomicBoolean settling = new AtomicBoolean();

	private volatile @Nullable AtomicLong spare;

	/** When the hold was asked for, by {@link System#nanoTime()}. */
	final long since;

	private MeteredHold(Demand demand, @Nullable String id, @Nullable LeaseReservation lease, long amount, long charged,
			long since) {
		this.demand = demand;
		this.id = id;
		this.lease = lease;
		this.amount = amount;
		this.usage = new Usage(charged);
		this.since = since;
	}

	static MeteredHold of(Demand demand, String id, long since) {
		return new MeteredHold(demand, id, null, demand.cost(), demand.cost(), since);
	}

	/**
	 * Makes a hold that lies in a lease of this process.
	 * @param demand what was asked for
	 * @param lease the hold
	 * @param since when it was asked for
	 * @return the hold
	 */
	static MeteredHold leased(Demand demand, LeaseReservation lease, long since) {
		return new MeteredHold(demand, LEASED, lease, lease.amount(), lease.amount(), since);
	}

	/**
	 * Makes a hold of nothing: takes every value, and is settled without the store.
	 * @param demand what was asked for
	 * @return a hold of 0
	 */
	static MeteredHold empty(Demand demand) {
		return new MeteredHold(demand, null, null, 0, 0, System.nanoTime());
	}

	/**
	 * Makes a hold of nothing that counts what a real one would charge.
	 * @param demand what was asked for
	 * @return a hold of 0
	 */
	static MeteredHold shadow(Demand demand) {
		return new MeteredHold(demand, null, null, 0, demand.cost(), System.nanoTime());
	}

	Demand demand() {
		return this.demand;
	}

	boolean isNamed(String name) {
		return this.demand.name().equals(name);
	}

	boolean isPaidBy(@Nullable String wallet) {
		return wallet != null && wallet.equals(this.demand.wallet());
	}

	/**
	 * Returns the reservation.
	 * @return the id, or what stands for it in messages if it lies in a lease;
	 * {@code null} if nothing is held
	 */
	@Nullable String id() {
		return this.id;
	}

	/**
	 * Returns the hold in a lease.
	 * @return the hold, {@code null} if it lies in the store, or nothing is held
	 */
	@Nullable LeaseReservation lease() {
		return this.lease;
	}

	boolean isEmpty() {
		return this.id == null;
	}

	/**
	 * Makes the caller the one who settles. From now on nothing more can be said.
	 * @return {@code true} for the first caller
	 */
	boolean beginSettle() {
		this.usage.close();
		return this.settling.compareAndSet(false, true);
	}

	boolean isSettling() {
		return this.settling.get();
	}

	/**
	 * Returns what an ending charges.
	 * @param ending how the call ended
	 * @return credits, -1 if the hold is given back
	 */
	long charge(Ending ending) {
		return payable(used(ending));
	}

	private long used(Ending ending) {
		if (this.usage.isFailed() || ending.kind() == Ending.Kind.FAILED || !isCommitted(ending.status())) {
			return -1;
		}
		if (ending.kind() == Ending.Kind.RETURNED) {
			return this.usage.amount();
		}
		return switch (this.demand.terms().onDisconnect()) {
			case CANCEL -> -1;
			case CHARGE_SETTLED -> this.usage.settled(0);
			case CHARGE, DEFAULT -> this.usage.amount();
		};
	}

	/**
	 * Returns what an ending would charge, if the cost had been held.
	 * @param ending how the call ended
	 * @return credits, -1 if the hold would be given back
	 */
	long shadowCharge(Ending ending) {
		Overrun overrun = this.demand.terms().overrun();
		boolean bounded = overrun == Overrun.CLAMP || overrun == Overrun.REJECT;
		return bounded ? Math.min(charge(ending), this.demand.cost()) : charge(ending);
	}

	/**
	 * Returns what is charged when the hold has lived as long as any may.
	 * @return credits, -1 if the hold is given back
	 */
	long chargeOfTheOldest() {
		return this.usage.isFailed() ? -1 : payable(this.usage.amount());
	}

	// What costs nothing may still hold nothing under a key: that it is settled for.
	private long payable(long used) {
		return isFree() ? Math.min(used, 0) : used;
	}

	private boolean isFree() {
		return this.demand.cost() == 0;
	}

	/**
	 * Shares what the holds of one call may be charged above what they hold.
	 * @param credits what is left of it
	 */
	void share(AtomicLong credits) {
		this.spare = credits;
		credits.addAndGet(-this.amount);
	}

	/**
	 * Takes what a charge needs above the hold out of what the call may still cost.
	 * @param wanted the charge
	 * @return the charge, or as much of it as a single call may cost
	 */
	long bounded(long wanted) {
		AtomicLong credits = this.spare;
		if (credits == null || wanted <= this.amount) {
			return wanted;
		}
		long more = wanted - this.amount;
		long left = credits.getAndUpdate((known) -> known - Math.min(Math.max(known, 0), more));
		return this.amount + Math.min(Math.max(left, 0), more);
	}

	private boolean isCommitted(int status) {
		return status == 0 || this.demand.terms().commitOn().contains(status);
	}

	@Override
	public Metering named(String name) {
		if (name.equals(this.demand.name())) {
			return this;
		}
		throw new IllegalArgumentException("This call holds nothing under the name '" + name + "'");
	}

	@Override
	public String wallet() {
		String wallet = this.demand.wallet();
		if (wallet == null) {
			throw new IllegalStateException("Nobody pays for this call");
		}
		return wallet;
	}

	@Override
	public long held() {
		return this.amount;
	}

	@Override
	public long amount() {
		return this.usage.amount();
	}

	@Override
	public void settle(long actual) {
		this.usage.settle(actual, this::check);
	}

	@Override
	public void addCost(long more) {
		this.usage.add(more, this::check);
	}

	@Override
	public void fail() {
		if (!tryFail()) {
			throw TooLate.refusal();
		}
	}

	/**
	 * Makes the hold cost nothing, unless its settle has begun.
	 * @return {@code false} if it has
	 */
	boolean tryFail() {
		return this.usage.fail();
	}

	private void check(long asked) {
		if (this.id != null && !isFree() && asked > this.amount && this.demand.terms().overrun() == Overrun.REJECT) {
			throw new Refusal.OverrunRejected(wallet(), this.id, asked, this.amount, 0, 0).toException();
		}
	}

}
