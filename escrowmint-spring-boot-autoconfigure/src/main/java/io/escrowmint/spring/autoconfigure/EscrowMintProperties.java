package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.util.function.Supplier;

import io.escrowmint.QuotaDefaults;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.Limits;
import io.escrowmint.store.StoreOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The configuration of EscrowMint, with every default.
 *
 * @param store where wallets are kept. Redis is never replaced by memory
 * @param prefix begin of every key in Redis
 * @param partitions into how many partitions wallets are spread, 1 to 16384; fixed for
 * the life of a store
 * @param timeout how long an operation may take, retries included
 * @param idempotencyTtl how long keys and ids that callers chose are remembered
 * @param receiptTtl how long ids that the library made are remembered
 * @param maxDebt cap on a wallet's total debt for commits that name none, in credits
 * @param sweeper reclaim of expired reservations and leases in wallets that nobody
 * touches
 * @param events the events of all changes
 * @param metered metered controller methods
 */
@ConfigurationProperties("escrowmint")
public record EscrowMintProperties(@DefaultValue("redis") Store store, @DefaultValue("escrowmint") String prefix,
		@DefaultValue("64") int partitions, @DefaultValue("2s") Duration timeout,
		@DefaultValue("24h") Duration idempotencyTtl, @DefaultValue("10m") Duration receiptTtl,
		@DefaultValue("0") long maxDebt, @DefaultValue Sweeper sweeper, @DefaultValue Events events,
		@DefaultValue Metered metered) {

	StoreOptions storeOptions() {
		return checked(() -> new StoreOptions(this.timeout, this.idempotencyTtl, this.receiptTtl, this.partitions,
				this.events.maxLength));
	}

	QuotaDefaults quotaDefaults() {
		return checked(() -> new QuotaDefaults(this.maxDebt));
	}

	io.escrowmint.store.Sweeper.Options sweeperOptions() {
		return checked(() -> new io.escrowmint.store.Sweeper.Options(this.sweeper.interval, this.sweeper.pageSize));
	}

	Duration meteredTtl() {
		Duration ttl = this.metered.ttl;
		if (ttl.compareTo(Limits.MIN_TTL) < 0 || ttl.compareTo(Limits.MAX_TTL) > 0) {
			throw new InvalidConfigurationPropertyValueException("escrowmint.metered.ttl", ttl,
					"must be between 1 ms and 365 days");
		}
		return ttl;
	}

	// Not while binding: only here does the failure name the one property that is wrong.
	static <T> T checked(Supplier<T> options) {
		try {
			return options.get();
		}
		catch (InvalidRequestException ex) {
			throw new InvalidConfigurationPropertyValueException("escrowmint." + ex.field(), null, ex.rule());
		}
	}

	/**
	 * Where wallets are kept.
	 */
	public enum Store {

		/** In Redis, shared by all instances. */
		REDIS,

		/** In this process, for development, tests and single-node use. */
		MEMORY

	}

	/**
	 * The sweeper.
	 *
	 * @param enabled whether this instance sweeps
	 * @param interval time between two sweeps, on average
	 * @param pageSize wallets that one call touches at most
	 */
	public record Sweeper(@DefaultValue("true") boolean enabled, @DefaultValue("1s") Duration interval,
			@DefaultValue("100") int pageSize) {

	}

	/**
	 * The events.
	 *
	 * @param enabled whether all instances write events without a registered reader.
	 * Unset, it stays as it was last set
	 * @param maxLength how many frames a partition without a reader keeps, about
	 */
	public record Events(@Nullable Boolean enabled, @DefaultValue("10000") long maxLength) {

	}

	/**
	 * Metered controller methods.
	 *
	 * @param enabled whether metered methods are charged; if not, they are free
	 * @param ttl how long credits are held for a request that names no time itself
	 */
	public record Metered(@DefaultValue("true") boolean enabled, @DefaultValue("30s") Duration ttl) {

	}

}
