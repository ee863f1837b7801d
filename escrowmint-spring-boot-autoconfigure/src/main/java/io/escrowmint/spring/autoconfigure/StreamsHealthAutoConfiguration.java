package io.escrowmint.spring.autoconfigure;

import io.escrowmint.spring.actuate.StreamsHealthIndicator;
import io.escrowmint.spring.stream.StreamContainers;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * Health of the handlers of streams, as {@code escrowmintStreams}. In no group unless it
 * is put there.
 */
@AutoConfiguration(after = StreamsAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnSingleCandidate(StreamContainers.class)
@ConditionalOnEnabledHealthIndicator("escrowmint-streams")
public final class StreamsHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "escrowmintStreamsHealthIndicator", "escrowmintStreamsHealthContributor" })
	StreamsHealthIndicator escrowmintStreamsHealthIndicator(StreamContainers containers) {
		return new StreamsHealthIndicator(containers);
	}

}
