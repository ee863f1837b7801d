package io.escrowmint.spring.autoconfigure;

import java.util.Locale;

import io.escrowmint.QuotaService;
import io.escrowmint.lease.CreditLeases;
import io.escrowmint.metering.MeteringSessions;
import io.escrowmint.spring.actuate.EscrowMintEndpoint;
import io.escrowmint.spring.actuate.EscrowMintFacts;
import io.escrowmint.spring.actuate.EscrowMintInfoContributor;
import io.escrowmint.spring.actuate.StoreCircuits;
import io.escrowmint.spring.actuate.StoreDiagnosis;
import io.escrowmint.store.ExpirySource;
import io.escrowmint.store.Sweeper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * The endpoint {@code escrowmint}, where it is exposed, and its part of {@code info}.
 */
@AutoConfiguration(after = { EscrowMintAutoConfiguration.class, LeasesAutoConfiguration.class,
		MeteredAutoConfiguration.class, ResilienceAutoConfiguration.class, SweeperAutoConfiguration.class })
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnSingleCandidate(QuotaService.class)
public final class EscrowMintEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	EscrowMintFacts escrowMintFacts(EscrowMintProperties properties, ObjectProvider<ExpirySource> source,
			ObjectProvider<MeteringSessions> sessions, ObjectProvider<CreditLeases> leases,
			ObjectProvider<Sweeper> sweeper, ObjectProvider<StoreCircuits> circuits,
			ObjectProvider<StoreDiagnosis> diagnoses) {
		ExpirySource unique = source.getIfUnique();
		return new EscrowMintFacts(properties.store().name().toLowerCase(Locale.ROOT),
				(unique != null) ? unique.partitions() : properties.partitions(), sessions.getIfUnique(),
				leases.getIfUnique(), sweeper.getIfUnique(), circuits.getIfUnique(),
				diagnoses.orderedStream().toList());
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnMissingBean
	EscrowMintEndpoint escrowMintEndpoint(QuotaService quota, EscrowMintFacts facts) {
		return new EscrowMintEndpoint(quota, facts);
	}

	@Bean
	@ConditionalOnEnabledInfoContributor("escrowmint")
	@ConditionalOnMissingBean
	EscrowMintInfoContributor escrowMintInfoContributor(EscrowMintFacts facts) {
		return new EscrowMintInfoContributor(facts);
	}

}
