package io.escrowmint.lease;

import java.time.Duration;

import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.LeaseExpiry;
import org.jspecify.annotations.Nullable;

/**
 * Other terms for wallets whose name fits a pattern. What is absent stays as it is for
 * all.
 *
 * @param pattern the name, in which {@code *} stands for any text, also none; everything
 * else stands for itself
 * @param initialSize credits of the first lease
 * @param minSize credits that a lease asks for at least
 * @param maxSize credits that a lease asks for at most
 * @param maxUnspent credits that lie unspent in this process at most
 * @param lowWater part of the current lease, 0 to 1
 * @param duration how long a lease lives
 * @param holdTtl time to live of a hold in the store
 * @param expiry what becomes of the unspent part
 */
public record LeaseOverride(String pattern, @Nullable Long initialSize, @Nullable Long minSize, @Nullable Long maxSize,
		@Nullable Long maxUnspent, @Nullable Double lowWater, @Nullable Duration duration, @Nullable Duration holdTtl,
		@Nullable LeaseExpiry expiry) {

	public LeaseOverride {
		if (pattern.isEmpty()) {
			throw new InvalidRequestException("leases.overrides.pattern", pattern, "must not be empty");
		}
	}

	/**
	 * Tells whether a wallet is meant. Takes time in proportion to the product of both
	 * lengths at most, whatever they hold.
	 * @param wallet the name of a wallet
	 * @return whether the whole name fits the pattern
	 */
	public boolean matches(String wallet) {
		int at = 0;
		int star = -1;
		int resume = 0;
		int here = 0;
		while (here < wallet.length()) {
			if (at < this.pattern.length() && this.pattern.charAt(at) == '*') {
				star = at++;
				resume = here;
			}
			else if (at < this.pattern.length() && this.pattern.charAt(at) == wallet.charAt(here)) {
				at++;
				here++;
			}
			else if (star >= 0) {
				at = star + 1;
				here = ++resume;
			}
			else {
				return false;
			}
		}
		while (at < this.pattern.length() && this.pattern.charAt(at) == '*') {
			at++;
		}
		return at == this.pattern.length();
	}

	/**
	 * Returns the terms of a wallet that is meant. Sizes that the override leaves out
	 * give way to those it names: the initial size moves between minimum and maximum, the
	 * cap up to the maximum.
	 * @param base the terms for all
	 * @return the terms
	 * @throws InvalidRequestException if the values do not go together
	 */
	public LeaseTerms over(LeaseTerms base) {
		long max = or(this.maxSize, Math.max(base.maxSize(), or(this.minSize, 0L)));
		long min = or(this.minSize, Math.min(base.minSize(), max));
		long initial = or(this.initialSize, Math.max(min, Math.min(base.initialSize(), max)));
		long cap = or(this.maxUnspent, Math.max(base.maxUnspent(), max));
		return new LeaseTerms(initial, min, max, cap, or(this.lowWater, base.lowWater()),
				or(this.duration, base.duration()), or(this.holdTtl, base.holdTtl()), or(this.expiry, base.expiry()));
	}

	private static <T> T or(@Nullable T value, T base) {
		return (value != null) ? value : base;
	}

}
