package io.escrowmint.model;

import java.io.Serializable;

/**
 * The six figures of a wallet, in credits.
 *
 * @param available what can be consumed, held or leased
 * @param held what open reservations hold
 * @param leased the unspent part of live leases
 * @param spent what was charged, less refunds
 * @param granted what was put in, less what was withdrawn
 * @param debt what was charged beyond the wallet's means
 */
public record Figures(long available, long held, long leased, long spent, long granted,
		long debt) implements Serializable {

	/** The figures of a wallet that does not exist. */
	public static final Figures ZERO = new Figures(0, 0, 0, 0, 0, 0);

	/**
	 * Tells whether the conservation law holds:
	 * {@code granted + debt = available + held + leased + spent}, every figure within 0
	 * and 2^53-1, never both available credits and debt.
	 * @return whether these figures can be those of a wallet
	 */
	public boolean isLawful() {
		return inRange(this.available) && inRange(this.held) && inRange(this.leased) && inRange(this.spent)
				&& inRange(this.granted) && inRange(this.debt) && inRange(this.granted + this.debt)
				&& (this.available == 0 || this.debt == 0)
				&& this.granted + this.debt == this.available + this.held + this.leased + this.spent;
	}

	private static boolean inRange(long figure) {
		return figure >= 0 && figure <= Limits.MAX_CREDITS;
	}

}
