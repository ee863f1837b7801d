package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.escrowmint.lease.LeaseOptions;
import io.escrowmint.lease.LeaseOverride;
import io.escrowmint.lease.LeaseTerms;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.LeaseExpiry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The configuration of credit leases, with every default.
 *
 * @param enabled whether there are leases; if not, the leased path asks the store
 * @param owner who owns the leases of this instance, as the store shows it; must differ
 * between instances. Empty makes up a name
 * @param initialSize credits of the first lease of a wallet
 * @param minSize credits that a lease asks for at least; a wallet with little more is not
 * leased at all
 * @param maxSize credits that a lease asks for at most; a larger amount asks the store
 * @param maxUnspent credits of a wallet that lie unspent in this instance at most
 * @param lowWater part of a lease, 0 to 1; with less left than that, the next is acquired
 * in the background
 * @param duration how long a lease lives; for so long others wait for what a crashed
 * instance held
 * @param holdTtl time to live of a hold that lies in the store because no lease could
 * serve it
 * @param expiry what becomes of the unspent part of a lease that expires
 * @param reportInterval time between two reports of what was spent; at most a quarter of
 * the duration of any lease
 * @param safetyMargin how long before a lease can expire nothing is decided from it any
 * more; at most half of the duration of any lease
 * @param backoffMin pause after a first refused lease
 * @param backoffMax pause after many refused leases; for so long at most a wallet that
 * was topped up is still refused here
 * @param idleAfter a lease that was not used for so long is given back
 * @param maxHoldLifetime for how long an open hold keeps its lease alive, at least
 * escrowmint.metered.max-lifetime
 * @param overrides other terms for wallets by the pattern of their name; the first that
 * fits counts
 * @param prewarm leases that are acquired before the first request
 */
@ConfigurationProperties("escrowmint.leases")
public record LeasesProperties(@DefaultValue("true") boolean enabled, @DefaultValue("") String owner,
		@DefaultValue("100") long initialSize, @DefaultValue("100") long minSize, @DefaultValue("100000") long maxSize,
		@DefaultValue("200000") long maxUnspent, @DefaultValue("0.25") double lowWater,
		@DefaultValue("10s") Duration duration, @DefaultValue("30s") Duration holdTtl,
		@DefaultValue("return") LeaseExpiry expiry, @DefaultValue("100ms") Duration reportInterval,
		@DefaultValue("500ms") Duration safetyMargin, @DefaultValue("20ms") Duration backoffMin,
		@DefaultValue("500ms") Duration backoffMax, @DefaultValue("5s") Duration idleAfter,
		@DefaultValue("15m") Duration maxHoldLifetime, @DefaultValue List<PerWallet> overrides,
		@DefaultValue Prewarm prewarm) {

	LeaseOptions options() {
		LeaseTerms terms = EscrowMintProperties.checked(() -> new LeaseTerms(this.initialSize, this.minSize,
				this.maxSize, this.maxUnspent, this.lowWater, this.duration, this.holdTtl, this.expiry));
		List<LeaseOverride> checked = IntStream.range(0, this.overrides.size())
			.mapToObj((index) -> this.overrides.get(index).checked(index, terms))
			.toList();
		return EscrowMintProperties.checked(() -> new LeaseOptions(this.owner, terms, checked, this.reportInterval,
				this.safetyMargin, this.backoffMin, this.backoffMax, this.idleAfter, this.maxHoldLifetime,
				LeaseOptions.DEFAULTS.patience()));
	}

	/**
	 * Other terms for some wallets. What is not set stays as it is for all.
	 *
	 * @param pattern the name of the wallets, in which {@code *} stands for any text
	 * @param initialSize credits of the first lease
	 * @param minSize credits that a lease asks for at least
	 * @param maxSize credits that a lease asks for at most
	 * @param maxUnspent credits that lie unspent in this instance at most
	 * @param lowWater part of a lease, 0 to 1
	 * @param duration how long a lease lives
	 * @param holdTtl time to live of a hold in the store
	 * @param expiry what becomes of the unspent part
	 */
	public record PerWallet(@Nullable String pattern, @Nullable Long initialSize, @Nullable Long minSize,
			@Nullable Long maxSize, @Nullable Long maxUnspent, @Nullable Double lowWater, @Nullable Duration duration,
			@Nullable Duration holdTtl, @Nullable LeaseExpiry expiry) {

		private LeaseOverride checked(int index, LeaseTerms terms) {
			String here = "escrowmint.leases.overrides[" + index + "].";
			if (this.pattern == null || this.pattern.isEmpty()) {
				throw new InvalidConfigurationPropertyValueException(here + "pattern", this.pattern,
						"must be the name of a wallet, in which * stands for any text");
			}
			LeaseOverride override = new LeaseOverride(this.pattern, this.initialSize, this.minSize, this.maxSize,
					this.maxUnspent, this.lowWater, this.duration, this.holdTtl, this.expiry);
			try {
				override.over(terms);
				return override;
			}
			catch (InvalidRequestException ex) {
				throw new InvalidConfigurationPropertyValueException(here + ex.field().replaceFirst("^leases\\.", ""),
						null, ex.rule());
			}
		}

	}

	/**
	 * What is acquired before the first request.
	 *
	 * @param wallets wallets that get a lease at the start
	 * @param timeout how long the start waits for them; then it goes on without
	 */
	public record Prewarm(@DefaultValue List<String> wallets, @DefaultValue("5s") Duration timeout) {

		Prewarm checked() {
			EscrowMintProperties.require(!this.timeout.isNegative(), "leases.prewarm.timeout", this.timeout,
					"must not be negative");
			return this;
		}

	}

}
