package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

import io.escrowmint.DisconnectPolicy;
import io.escrowmint.MeteringPath;
import io.escrowmint.QuotaDefaults;
import io.escrowmint.UnavailablePolicy;
import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.metering.StatusRanges;
import io.escrowmint.metering.Terms;
import io.escrowmint.model.InvalidRequestException;
import io.escrowmint.model.LateCommit;
import io.escrowmint.model.Limits;
import io.escrowmint.model.Overrun;
import io.escrowmint.spring.aop.MeteredDefaults;
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
 * @param metered metered methods
 * @param prices credits by the name of the price, which a metered method names
 */
@ConfigurationProperties("escrowmint")
public record EscrowMintProperties(@DefaultValue("redis") Store store, @DefaultValue("escrowmint") String prefix,
		@DefaultValue("64") int partitions, @DefaultValue("2s") Duration timeout,
		@DefaultValue("24h") Duration idempotencyTtl, @DefaultValue("10m") Duration receiptTtl,
		@DefaultValue("0") long maxDebt, @DefaultValue Sweeper sweeper, @DefaultValue Events events,
		@DefaultValue Metered metered, @DefaultValue Map<String, Long> prices) {

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

	MeteringOptions meteringOptions() {
		return checked(() -> new MeteringOptions(this.metered.mode, this.metered.settle, this.metered.maxCost,
				this.metered.openAllowance, this.metered.maxLifetime, storeOptions().patience()));
	}

	MeteredDefaults meteredDefaults() {
		this.prices.forEach((name, credits) -> {
			require(credits >= 0 && credits <= Limits.MAX_CREDITS, "prices." + name, credits,
					"must be between 0 and " + Limits.MAX_CREDITS + " credits");
		});
		return new MeteredDefaults(this.metered.terms(), this.prices);
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

	static void require(boolean valid, String property, Object value, String rule) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException("escrowmint." + property, value, rule);
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
	 * @param maxBacklog how many frames beyond these the store may keep for registered
	 * readers before health says so, all partitions together
	 */
	public record Events(@Nullable Boolean enabled, @DefaultValue("10000") long maxLength,
			@DefaultValue("100000") long maxBacklog) {

		long checkedMaxBacklog() {
			require(this.maxBacklog >= 1, "events.max-backlog", this.maxBacklog, "must be 1 or more");
			return this.maxBacklog;
		}

	}

	/**
	 * Metered methods.
	 *
	 * @param enabled whether metered methods are charged; if not, they are free
	 * @param mode whether calls are charged and turned away, or only counted
	 * @param ttl how long credits are held without a sign of life, for a method that
	 * names no time
	 * @param commitOn statuses and ranges of statuses of a response that are charged, for
	 * a method that names none
	 * @param onUnavailable what a call does while the store cannot be reached
	 * @param overrun what a call does that used more than it holds
	 * @param lateCommit what becomes of a call whose hold has expired before it could be
	 * settled
	 * @param onDisconnect what is charged if the client goes away before the response is
	 * sent
	 * @param path where a call holds its credits: in the store, or in a lease of this
	 * instance
	 * @param settle whether a call is settled before or beside its answer
	 * @param maxCost what a single call may cost at most, in credits
	 * @param openAllowance credits that each wallet may use uncharged per outage and
	 * instance, where calls run while the store cannot be reached
	 * @param maxLifetime how long the hold of a call that goes on is kept alive; then it
	 * is charged
	 * @param order where metering stands among the other interceptors of a method; lower
	 * is further outside
	 */
	public record Metered(@DefaultValue("true") boolean enabled, @DefaultValue("enforce") MeteringOptions.Mode mode,
			@DefaultValue("30s") Duration ttl, @DefaultValue("200-399") String commitOn,
			@DefaultValue("closed") UnavailablePolicy onUnavailable, @DefaultValue("clamp") Overrun overrun,
			@DefaultValue("charge") LateCommit lateCommit, @DefaultValue("charge") DisconnectPolicy onDisconnect,
			@DefaultValue("direct") MeteringPath path, @DefaultValue("async") MeteringOptions.Settle settle,
			@DefaultValue("9007199254740991") long maxCost, @DefaultValue("100") long openAllowance,
			@DefaultValue("15m") Duration maxLifetime, @DefaultValue("2147483547") int order) {

		Terms terms() {
			require(this.ttl.compareTo(Limits.MIN_TTL) >= 0 && this.ttl.compareTo(Limits.MAX_TTL) <= 0, "metered.ttl",
					this.ttl, "must be between 1 ms and 365 days");
			require(this.onUnavailable != UnavailablePolicy.DEFAULT, "metered.on-unavailable", this.onUnavailable,
					"must be closed or open");
			require(this.onDisconnect != DisconnectPolicy.DEFAULT, "metered.on-disconnect", this.onDisconnect,
					"must be charge, charge-settled or cancel");
			require(this.path != MeteringPath.DEFAULT, "metered.path", this.path, "must be direct or leased");
			return new Terms(this.ttl, statuses(), this.overrun, this.lateCommit, this.onUnavailable, this.onDisconnect,
					this.path);
		}

		private StatusRanges statuses() {
			try {
				return StatusRanges.parse(this.commitOn);
			}
			catch (InvalidRequestException ex) {
				throw new InvalidConfigurationPropertyValueException("escrowmint.metered.commit-on", this.commitOn,
						ex.rule());
			}
		}

	}

}
