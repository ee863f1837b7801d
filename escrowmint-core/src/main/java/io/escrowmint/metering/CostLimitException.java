package io.escrowmint.metering;

import io.escrowmint.model.EscrowMintException;

/**
 * A metered call did not run, because it costs more than a single call may.
 */
public final class CostLimitException extends EscrowMintException {

	private static final long serialVersionUID = 1L;

	private final long cost;

	private final long limit;

	/**
	 * Creates the exception.
	 * @param cost what the call costs
	 * @param limit what a call may cost
	 */
	public CostLimitException(long cost, long limit) {
		super("The call costs " + cost + " credits, and escrowmint.metered.max-cost allows " + limit, null);
		this.cost = cost;
		this.limit = limit;
	}

	/**
	 * Returns what the call costs.
	 * @return credits
	 */
	public long cost() {
		return this.cost;
	}

	/**
	 * Returns what a call may cost.
	 * @return credits
	 */
	public long limit() {
		return this.limit;
	}

}
