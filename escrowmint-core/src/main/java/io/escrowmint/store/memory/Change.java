package io.escrowmint.store.memory;

import io.escrowmint.model.Figures;

/**
 * Arithmetic on the figures of a wallet, prepared beside them: what comes out replaces
 * them as a whole, or not at all if it breaks the conservation law. Every amount stays
 * below 2^53, so that no sum here overflows.
 */
final class Change {

	private long available;

	private long held;

	private long leased;

	private long spent;

	private long granted;

	private long debt;

	private Change(Figures before) {
		this.available = before.available();
		this.held = before.held();
		this.leased = before.leased();
		this.spent = before.spent();
		this.granted = before.granted();
		this.debt = before.debt();
	}

	static Change of(Figures before) {
		return new Change(before);
	}

	/**
	 * Returns the difference between two sets of figures.
	 * @param before the figures before
	 * @param after the figures after
	 * @return after - before, figure by figure
	 */
	static Figures between(Figures before, Figures after) {
		return new Figures(after.available() - before.available(), after.held() - before.held(),
				after.leased() - before.leased(), after.spent() - before.spent(), after.granted() - before.granted(),
				after.debt() - before.debt());
	}

	Change grant(long amount) {
		this.granted += amount;
		return this;
	}

	Change hold(long amount) {
		this.held += amount;
		return this;
	}

	Change lease(long amount) {
		this.leased += amount;
		return this;
	}

	Change spend(long amount) {
		this.spent += amount;
		return this;
	}

	/**
	 * Lets credits enter available; debt is paid first.
	 * @param amount credits
	 * @return this
	 */
	Change inflow(long amount) {
		long paid = Math.min(this.debt, amount);
		this.debt -= paid;
		this.available += amount - paid;
		return this;
	}

	/**
	 * Takes credits from available, which must have them.
	 * @param amount credits
	 * @return this
	 */
	Change outflow(long amount) {
		this.available -= amount;
		return this;
	}

	/**
	 * Takes credits from available, and what it does not have as debt.
	 * @param amount credits
	 * @return this
	 */
	Change outflowOrDebt(long amount) {
		long taken = Math.min(this.available, amount);
		this.available -= taken;
		this.debt += amount - taken;
		return this;
	}

	Figures after() {
		return new Figures(this.available, this.held, this.leased, this.spent, this.granted, this.debt);
	}

}
