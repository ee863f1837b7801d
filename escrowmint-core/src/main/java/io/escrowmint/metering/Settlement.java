package io.escrowmint.metering;

/**
 * How a hold ended.
 *
 * @param kind the way
 * @param charged credits that were charged
 * @param uncharged credits that were used or held for a call that ended well, and were
 * not charged
 */
public record Settlement(Kind kind, long charged, long uncharged) {

	/**
	 * The ways in which a hold ends.
	 */
	public enum Kind {

		/** Charged. */
		CHARGED,

		/** Charged after it had expired. */
		LATE,

		/** Given back. */
		CANCELED,

		/** The call ended well, and nothing could be charged. */
		LOST

	}

}
