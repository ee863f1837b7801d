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
		LOST,

		/**
		 * The call ended well and was to be charged, and whether it was, this process
		 * does not know: it stopped before the answer came, or an answer was lost and the
		 * store has forgotten the reservation since.
		 */
		UNKNOWN

	}

	/**
	 * Returns how a hold ended of which an attempt has no answer.
	 */
	Settlement inDoubt() {
		return (this.kind == Kind.LOST) ? new Settlement(Kind.UNKNOWN, 0, 0) : this;
	}

}
