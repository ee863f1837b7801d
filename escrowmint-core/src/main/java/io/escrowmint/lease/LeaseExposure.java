package io.escrowmint.lease;

/**
 * What lies in one process, over all its wallets, in credits.
 *
 * @param wallets wallets in use here
 * @param leases leases that are not finished
 * @param unspent not spent, open local holds included: gone for others meanwhile
 * @param held in open local holds
 * @param unreported spent, and not yet known to the store: with {@code held} what a crash
 * under {@link io.escrowmint.model.LeaseExpiry#RETURN RETURN} would give back unduly
 */
public record LeaseExposure(long wallets, long leases, long unspent, long held, long unreported) {

	/** Nothing is held here. */
	public static final LeaseExposure NONE = new LeaseExposure(0, 0, 0, 0, 0);

	/**
	 * Adds the figures of both.
	 * @param other more figures
	 * @return the sum
	 */
	public LeaseExposure plus(LeaseExposure other) {
		return new LeaseExposure(this.wallets + other.wallets, this.leases + other.leases, this.unspent + other.unspent,
				this.held + other.held, this.unreported + other.unreported);
	}

}
