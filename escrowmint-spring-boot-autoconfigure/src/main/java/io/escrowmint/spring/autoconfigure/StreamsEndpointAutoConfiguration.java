package io.escrowmint.spring.autoconfigure;

import io.escrowmint.spring.actuate.StreamsEndpoint;
import io.escrowmint.spring.stream.StreamContainers;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * The endpoint {@code escrowmintstreams}, where it is exposed.
 */
@AutoConfiguration(after = StreamsAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnSingleCandidate(StreamContainers.class)
public final class StreamsEndpointAutoConfiguration {

	@Bean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnMissingBean
	StreamsEndpoint escrowMintStreamsEndpoint(StreamContainers containers) {
		return new StreamsEndpoint(containers);
	}

}
