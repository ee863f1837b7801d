package io.escrowmint.spring.autoconfigure;

import io.escrowmint.lease.CreditLeases;
import io.escrowmint.metering.MeteringSessions;
import io.escrowmint.spring.actuate.QuotaHealthIndicator;
import io.escrowmint.spring.actuate.StoreDiagnosis;
import io.escrowmint.store.QuotaStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Health of the store, as {@code escrowmint}. In no group unless it is put there.
 */
@AutoConfiguration(
		after = { EscrowMintAutoConfiguration.class, LeasesAutoConfiguration.class, MeteredAutoConfiguration.class })
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnSingleCandidate(QuotaStore.class)
@ConditionalOnEnabledHealthIndicator("escrowmint")
public final class EscrowMintHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "escrowmintHealthIndicator", "escrowmintHealthContributor" })
	QuotaHealthIndicator escrowmintHealthIndicator(QuotaStore store, ObjectProvider<StoreDiagnosis> diagnoses,
			EscrowMintProperties properties, ObjectProvider<MeteringSessions> sessions,
			ObjectProvider<CreditLeases> leases) {
		return new QuotaHealthIndicator(store, diagnoses.orderedStream().toList(), properties.timeout(),
				sessions.getIfUnique(), leases.getIfUnique());
	}

}
