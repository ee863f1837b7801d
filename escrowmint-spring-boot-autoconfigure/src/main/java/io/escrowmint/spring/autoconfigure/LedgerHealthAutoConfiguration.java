package io.escrowmint.spring.autoconfigure;

import io.escrowmint.ledger.LedgerPump;
import io.escrowmint.spring.actuate.LedgerHealthIndicator;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Health of the ledger, as {@code escrowmintLedger}. In no group unless it is put there.
 */
@AutoConfiguration(after = LedgerAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnSingleCandidate(LedgerPump.class)
@ConditionalOnBean(LedgerProperties.class)
@ConditionalOnEnabledHealthIndicator("escrowmint-ledger")
public final class LedgerHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "escrowmintLedgerHealthIndicator", "escrowmintLedgerHealthContributor" })
	LedgerHealthIndicator escrowmintLedgerHealthIndicator(LedgerPump pump, LedgerProperties properties) {
		LedgerProperties.Health health = properties.health().checked();
		return new LedgerHealthIndicator(pump, health.maxLag(), health.maxBacklog());
	}

}
