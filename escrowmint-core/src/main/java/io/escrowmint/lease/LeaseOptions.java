package io.escrowmint.lease;

import java.time.Duration;
import java.util.List;

import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Limits;
import io.escrowmint.model.OperationId;

/**
 * What all leases of a process have in common.
 *
 * @param owner who owns the leases, as the store shows it, 1 to 256 bytes of UTF-8
 * without control characters; empty makes up a name for each start of a process
 * @param terms how leases are made
 * @param overrides other terms for some wallets; the first that fits counts
 * @param reportInterval time between two reports of what was spent, and between two looks
 * at what is to be renewed; at most a quarter of any lease's duration
 * @param safetyMargin how long before a lease can expire in the store nothing is decided
 * from it any more; at most half of any lease's duration
 * @param backoffMin pause after a first refusal, jittered
 * @param backoffMax pause after many refusals, jittered: for so long at most a wallet
 * that was topped up elsewhere is still refused here
 * @param idleAfter a lease of a wallet that was not used for so long is released
 * @param maxHoldLifetime for how long an open hold keeps its lease, or itself, alive
 * @param patience for how long a call to the store is repeated while it has no answer;
 * shorter than the store remembers what the library named
 */
public record LeaseOptions(String owner, LeaseTerms terms, List<LeaseOverride> overrides, Duration reportInterval,
		Duration safetyMargin, Duration backoffMin, Duration backoffMax, Duration idleAfter, Duration maxHoldLifetime,
		Duration patience) {

	/** The shipped defaults. */
	public static final LeaseOptions DEFAULTS = new LeaseOptions("", LeaseTerms.DEFAULTS, List.of(),
			Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofMillis(20), Duration.ofMillis(500),
			Duration.ofSeconds(5), Duration.ofMinutes(15), Duration.ofMinutes(4));

	public LeaseOptions {
		overrides = List.copyOf(overrides);
		if (!owner.isEmpty()) {
			Limits.name("leases.owner", owner);
		}
		positive("leases.report-interval", reportInterval);
		positive("leases.safety-margin", safetyMargin);
		positive("leases.backoff-min", backoffMin);
		positive("leases.idle-after", idleAfter);
		positive("leases.max-hold-lifetime", maxHoldLifetime);
		if (backoffMax.compareTo(backoffMin) < 0) {
			throw new InvalidRequestException("leases.backoff-max", backoffMax, "must be " + backoffMin + " or more");
		}
		positive("leases.patience", patience);
		fits(reportInterval, safetyMargin, terms);
		for (LeaseOverride override : overrides) {
			fits(reportInterval, safetyMargin, override.over(terms));
		}
	}

	/**
	 * Returns the terms of a wallet.
	 * @param wallet the wallet
	 * @return those of the first override that fits, or those for all
	 */
	public LeaseTerms termsOf(String wallet) {
		for (LeaseOverride override : this.overrides) {
			if (override.matches(wallet)) {
				return override.over(this.terms);
			}
		}
		return this.terms;
	}

	/**
	 * Returns a copy with other terms.
	 * @param terms how leases are made
	 * @return the copy
	 */
	public LeaseOptions withTerms(LeaseTerms terms) {
		return new LeaseOptions(this.owner, terms, this.overrides, this.reportInterval, this.safetyMargin,
				this.backoffMin, this.backoffMax, this.idleAfter, this.maxHoldLifetime, this.patience);
	}

	/**
	 * Returns a copy with other terms for some wallets.
	 * @param overrides the first that fits counts
	 * @return the copy
	 */
	public LeaseOptions withOverrides(List<LeaseOverride> overrides) {
		return new LeaseOptions(this.owner, this.terms, overrides, this.reportInterval, this.safetyMargin,
				this.backoffMin, this.backoffMax, this.idleAfter, this.maxHoldLifetime, this.patience);
	}

	/**
	 * Returns a copy with another owner.
	 * @param owner who owns the leases
	 * @return the copy
	 */
	public LeaseOptions withOwner(String owner) {
		return new LeaseOptions(owner, this.terms, this.overrides, this.reportInterval, this.safetyMargin,
				this.backoffMin, this.backoffMax, this.idleAfter, this.maxHoldLifetime, this.patience);
	}

	/**
	 * Returns a copy with other times.
	 * @param reportInterval time between two reports
	 * @param safetyMargin how long before expiry nothing is decided any more
	 * @return the copy
	 */
	public LeaseOptions withTimes(Duration reportInterval, Duration safetyMargin) {
		return new LeaseOptions(this.owner, this.terms, this.overrides, reportInterval, safetyMargin, this.backoffMin,
				this.backoffMax, this.idleAfter, this.maxHoldLifetime, this.patience);
	}

	/**
	 * Returns a copy with another patience with wallets that nobody uses.
	 * @param idleAfter how long a lease may go unused
	 * @return the copy
	 */
	public LeaseOptions withIdleAfter(Duration idleAfter) {
		return new LeaseOptions(this.owner, this.terms, this.overrides, this.reportInterval, this.safetyMargin,
				this.backoffMin, this.backoffMax, idleAfter, this.maxHoldLifetime, this.patience);
	}

	/**
	 * Returns a copy with another longest life of a hold.
	 * @param maxHoldLifetime for how long a hold is kept alive
	 * @return the copy
	 */
	public LeaseOptions withMaxHoldLifetime(Duration maxHoldLifetime) {
		return new LeaseOptions(this.owner, this.terms, this.overrides, this.reportInterval, this.safetyMargin,
				this.backoffMin, this.backoffMax, this.idleAfter, maxHoldLifetime, this.patience);
	}

	/**
	 * Returns a copy with another patience with a store that does not answer.
	 * @param patience for how long a call is repeated
	 * @return the copy
	 */
	public LeaseOptions withPatience(Duration patience) {
		return new LeaseOptions(this.owner, this.terms, this.overrides, this.reportInterval, this.safetyMargin,
				this.backoffMin, this.backoffMax, this.idleAfter, this.maxHoldLifetime, patience);
	}

	String ownerOrRandom() {
		return this.owner.isEmpty() ? OperationId.generate().value() : this.owner;
	}

	private static void positive(String field, Duration value) {
		if (value.toMillis() < 1) {
			throw new InvalidRequestException(field, value, "must be 1 ms or more");
		}
	}

	/** A lease with an open hold must be renewed before it ends here. */
	private static void fits(Duration reportInterval, Duration safetyMargin, LeaseTerms terms) {
		atMost("leases.safety-margin", safetyMargin, terms.duration().dividedBy(2), "half");
		atMost("leases.report-interval", reportInterval, terms.duration().dividedBy(4), "a quarter");
	}

	private static void atMost(String field, Duration value, Duration most, String part) {
		if (value.compareTo(most) > 0) {
			throw new InvalidRequestException(field, value,
					"must be " + most + " or less, " + part + " of the duration of the shortest-lived lease");
		}
	}

}
