package io.escrowmint.model;

/**
 * What a commit does when the reservation has expired.
 */
public enum LateCommit {

	/** Refuses with {@link Refusal.ReservationExpired}. */
	EXPIRED,

	/**
	 * Settles the amount by the overrun policy against the expired hold, takes it from
	 * available, and books what is missing as debt under the same cap.
	 */
	CHARGE

}
