package io.escrowmint.spring.autoconfigure;

import java.time.Duration;

import io.escrowmint.lease.CreditLeases;
import io.escrowmint.lease.LeaseListener;
import io.escrowmint.lease.LeaseOptions;
import io.escrowmint.lease.StoreCreditLeases;
import io.escrowmint.store.QuotaStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Leases of this process, over whichever store there is. Nothing is leased until a wallet
 * is used on the leased path, or warmed up.
 */
@AutoConfiguration(after = EscrowMintAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "escrowmint.leases.enabled", matchIfMissing = true)
@EnableConfigurationProperties(LeasesProperties.class)
public final class LeasesAutoConfiguration {

	private static final Duration SHORTEST_PATIENCE = Duration.ofMillis(1);

	@Bean
	@ConditionalOnBean(QuotaStore.class)
	@ConditionalOnMissingBean
	CreditLeases escrowMintCreditLeases(DecoratedStore store, EscrowMintProperties common, LeasesProperties properties,
			ObjectProvider<LeaseListener> listeners, Environment environment) {
		return new StoreCreditLeases(store.store(), options(common, properties),
				new LeaseListenerChain(listeners.orderedStream().toList()),
				BackgroundThreads.of(environment, "escrowmint-leases"));
	}

	@Bean
	@ConditionalOnBean(CreditLeases.class)
	@ConditionalOnMissingBean
	LeasesLifecycle escrowMintLeasesLifecycle(CreditLeases leases, LeasesProperties properties,
			Environment environment) {
		return new LeasesLifecycle(
				leases, properties.prewarm().checked(), environment
					.getProperty("spring.lifecycle.timeout-per-shutdown-phase", Duration.class, Duration.ofSeconds(30)),
				BackgroundThreads.of(environment, "escrowmint-leases-drain"));
	}

	// A hold of a metered call keeps its lease for as long as metering keeps the hold. A
	// call is repeated for no longer than the store remembers it, its last answer
	// included.
	static LeaseOptions options(EscrowMintProperties common, LeasesProperties properties) {
		LeaseOptions options = properties.options();
		return options.withMaxHoldLifetime(longer(common.metered().maxLifetime(), options.maxHoldLifetime()))
			.withPatience(longer(shorter(options.patience(), common.receiptTtl().minus(common.timeout())),
					SHORTEST_PATIENCE));
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

}
