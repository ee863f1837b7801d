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

	@Bean
	@ConditionalOnBean(QuotaStore.class)
	@ConditionalOnMissingBean
	CreditLeases escrowMintCreditLeases(DecoratedStore store, EscrowMintProperties common, LeasesProperties properties,
			ObjectProvider<LeaseListener> listeners) {
		return new StoreCreditLeases(store.store(), options(common, properties),
				new LeaseListenerChain(listeners.orderedStream().toList()));
	}

	@Bean
	@ConditionalOnBean(CreditLeases.class)
	@ConditionalOnMissingBean
	LeasesLifecycle escrowMintLeasesLifecycle(CreditLeases leases, LeasesProperties properties,
			Environment environment) {
		return new LeasesLifecycle(
				leases, properties.prewarm(), environment.getProperty("spring.lifecycle.timeout-per-shutdown-phase",
						Duration.class, Duration.ofSeconds(30)),
				BackgroundThreads.of(environment, "escrowmint-leases-drain"));
	}

	// A hold of a metered call keeps its lease for as long as metering keeps the hold.
	private static LeaseOptions options(EscrowMintProperties common, LeasesProperties properties) {
		LeaseOptions options = properties.options();
		Duration metered = common.metered().maxLifetime();
		return (metered.compareTo(options.maxHoldLifetime()) > 0) ? options.withMaxHoldLifetime(metered) : options;
	}

}
