package io.escrowmint;

import io.escrowmint.model.LateCommit;

/**
 * What becomes of a metered call whose hold has expired before it could be settled.
 */
public enum LateCommitPolicy {

	/** What {@code escrowmint.metered.late-commit} says. */
	DEFAULT,

	/**
	 * It is charged from what the wallet has available then.
	 *
	 * @see LateCommit#CHARGE
	 */
	CHARGE,

	/**
	 * It is not charged, and counted as lost.
	 *
	 * @see LateCommit#EXPIRED
	 */
	EXPIRED;

	/**
	 * Returns what is sent to the store.
	 * @param configured what counts for {@link #DEFAULT}
	 * @return the policy of the commit
	 */
	public LateCommit or(LateCommit configured) {
		return switch (this) {
			case DEFAULT -> configured;
			case CHARGE -> LateCommit.CHARGE;
			case EXPIRED -> LateCommit.EXPIRED;
		};
	}

}
