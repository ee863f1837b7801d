package io.escrowmint.spring.autoconfigure;

import io.escrowmint.spring.observation.MeteredCallConvention;
import io.escrowmint.spring.observation.ObservedMeteringDecorator;
import io.escrowmint.spring.observation.ObservedStoreDecorator;
import io.escrowmint.spring.observation.StoreOperationConvention;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * Spans around metered calls and what the store does, where somebody observes.
 */
@AutoConfiguration(after = EscrowMintAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = "escrowmint.observations.enabled", matchIfMissing = true)
public final class EscrowMintObservationAutoConfiguration {

	static final int ORDER = 0;

	@Bean
	@Order(ORDER)
	@ConditionalOnMissingBean
	ObservedStoreDecorator escrowMintObservedStore(ObservationRegistry registry,
			ObjectProvider<StoreOperationConvention> convention) {
		return new ObservedStoreDecorator(registry, convention.getIfAvailable(() -> StoreOperationConvention.DEFAULT));
	}

	@Bean
	@Order(ORDER)
	@ConditionalOnMissingBean
	ObservedMeteringDecorator escrowMintObservedMetering(ObservationRegistry registry,
			ObjectProvider<MeteredCallConvention> convention) {
		return new ObservedMeteringDecorator(registry, convention.getIfAvailable(() -> MeteredCallConvention.DEFAULT));
	}

}
