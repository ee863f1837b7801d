package io.escrowmint.spring.autoconfigure;

import io.escrowmint.spring.actuate.EventsHealthIndicator;
import io.escrowmint.stream.EventWatch;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Health of the event log, as {@code escrowmintEvents}. In no group unless it is put
 * there.
 */
@AutoConfiguration(after = EscrowMintAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnSingleCandidate(EventWatch.class)
@ConditionalOnEnabledHealthIndicator("escrowmint-events")
public final class EventsHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "escrowmintEventsHealthIndicator", "escrowmintEventsHealthContributor" })
	EventsHealthIndicator escrowmintEventsHealthIndicator(EventWatch watch, EscrowMintProperties properties) {
		return new EventsHealthIndicator(watch, properties.events().checkedMaxBacklog(), properties.timeout());
	}

}
