package io.escrowmint;

/**
 * What a metered request costs whose client went away before the whole response was sent.
 */
public enum DisconnectPolicy {

	/** What {@code escrowmint.metered.on-disconnect} says. */
	DEFAULT,

	/** As if the response had been sent. */
	CHARGE,

	/** What {@link Metering#settle} and {@link Metering#addCost} said so far, else 0. */
	CHARGE_SETTLED,

	/** Nothing. */
	CANCEL;

	/**
	 * Returns what counts.
	 * @param configured what counts for {@link #DEFAULT}
	 * @return any but {@link #DEFAULT}
	 */
	public DisconnectPolicy or(DisconnectPolicy configured) {
		return (this != DEFAULT) ? this : configured;
	}

}
