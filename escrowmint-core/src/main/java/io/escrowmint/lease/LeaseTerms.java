package io.escrowmint.lease;

import java.time.Duration;

import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.Limits;

/**
 * How the leases of a wallet are made.
 *
 * @param initialSize credits of the first lease, {@code minSize} to {@code maxSize}
 * @param minSize credits that a lease asks for at least, 1 or more
 * @param maxSize credits that a lease asks for at most; an amount above it goes to the
 * store
 * @param maxUnspent credits of the wallet that lie unspent in this process at most, what
 * is on its way included; {@code maxSize} or more
 * @param lowWater part of the current lease, 0 to 1: with less left than that, the next
 * is acquired in the background; 0 acquires it when it is needed
 * @param duration how long a lease lives, 10 ms to 365 days: for so long others wait for
 * what a crashed process held
 * @param holdTtl time to live of a hold that lies in the store instead of a lease, kept
 * alive while the process lives
 * @param expiry what becomes of the unspent part if a lease expires
 */
public record LeaseTerms(long initialSize, long minSize, long maxSize, long maxUnspent, double lowWater,
		Duration duration, Duration holdTtl, LeaseExpiry expiry) {

	private static final Duration SHORTEST = Duration.ofMillis(10);

	/** The shipped defaults. */
	public static final LeaseTerms DEFAULTS = new LeaseTerms(100, 100, 100_000, 200_000, 0.25, Duration.ofSeconds(10),
			Duration.ofSeconds(30), LeaseExpiry.RETURN);

	public LeaseTerms {
		atLeast("leases.min-size", minSize, 1);
		atLeast("leases.max-size", maxSize, minSize);
		atLeast("leases.initial-size", initialSize, minSize);
		atMost("leases.initial-size", initialSize, maxSize);
		atLeast("leases.max-unspent", maxUnspent, maxSize);
		atMost("leases.max-unspent", maxUnspent, Limits.MAX_CREDITS);
		if (!(lowWater >= 0 && lowWater <= 1)) {
			throw new InvalidRequestException("leases.low-water", lowWater, "must be between 0 and 1");
		}
		between("leases.duration", duration);
		between("leases.hold-ttl", holdTtl);
	}

	/**
	 * Returns a copy with other sizes.
	 * @param initialSize credits of the first lease
	 * @param minSize credits at least
	 * @param maxSize credits at most
	 * @param maxUnspent cap on what lies unspent
	 * @return the copy
	 */
	public LeaseTerms withSizes(long initialSize, long minSize, long maxSize, long maxUnspent) {
		return new LeaseTerms(initialSize, minSize, maxSize, maxUnspent, this.lowWater, this.duration, this.holdTtl,
				this.expiry);
	}

	/**
	 * Returns a copy with leases of one size, two of which may lie unspent.
	 * @param size credits
	 * @return the copy
	 */
	public LeaseTerms withSize(long size) {
		return withSizes(size, size, size, Math.min(2 * size, Limits.MAX_CREDITS));
	}

	/**
	 * Returns a copy with another low-water mark.
	 * @param lowWater part of the current lease, 0 to 1
	 * @return the copy
	 */
	public LeaseTerms withLowWater(double lowWater) {
		return new LeaseTerms(this.initialSize, this.minSize, this.maxSize, this.maxUnspent, lowWater, this.duration,
				this.holdTtl, this.expiry);
	}

	/**
	 * Returns a copy with another life of a lease.
	 * @param duration how long a lease lives
	 * @return the copy
	 */
	public LeaseTerms withDuration(Duration duration) {
		return new LeaseTerms(this.initialSize, this.minSize, this.maxSize, this.maxUnspent, this.lowWater, duration,
				this.holdTtl, this.expiry);
	}

	/**
	 * Returns a copy with another time to live of holds in the store.
	 * @param holdTtl the time to live
	 * @return the copy
	 */
	public LeaseTerms withHoldTtl(Duration holdTtl) {
		return new LeaseTerms(this.initialSize, this.minSize, this.maxSize, this.maxUnspent, this.lowWater,
				this.duration, holdTtl, this.expiry);
	}

	/**
	 * Returns a copy with another expiry policy.
	 * @param expiry what becomes of the unspent part
	 * @return the copy
	 */
	public LeaseTerms withExpiry(LeaseExpiry expiry) {
		return new LeaseTerms(this.initialSize, this.minSize, this.maxSize, this.maxUnspent, this.lowWater,
				this.duration, this.holdTtl, expiry);
	}

	private static void atLeast(String field, long value, long least) {
		if (value < least) {
			throw new InvalidRequestException(field, value, "must be " + least + " credits or more");
		}
	}

	private static void atMost(String field, long value, long most) {
		if (value > most) {
			throw new InvalidRequestException(field, value, "must be " + most + " credits or less");
		}
	}

	private static void between(String field, Duration value) {
		if (value.compareTo(SHORTEST) < 0 || value.compareTo(Limits.MAX_TTL) > 0) {
			throw new InvalidRequestException(field, value, "must be between 10 ms and 365 days");
		}
	}

}
