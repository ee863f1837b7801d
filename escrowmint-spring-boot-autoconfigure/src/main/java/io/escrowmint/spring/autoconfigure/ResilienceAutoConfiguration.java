package io.escrowmint.spring.autoconfigure;

import io.escrowmint.spring.resilience.CircuitBreakerStoreDecorator;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * A circuit breaker around a store that can be away. It is the innermost decorator, so
 * that timers and spans see what it turns away.
 */
@AutoConfiguration(before = EscrowMintAutoConfiguration.class)
@ConditionalOnClass(CircuitBreaker.class)
@ConditionalOnProperty(name = "escrowmint.store", havingValue = "redis", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "escrowmint.resilience.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ EscrowMintProperties.class, ResilienceProperties.class })
public final class ResilienceAutoConfiguration {

	static final int ORDER = 200;

	@Bean
	@Order(ORDER)
	@ConditionalOnMissingBean
	CircuitBreakerStoreDecorator escrowMintCircuitBreaker(ResilienceProperties properties, EscrowMintProperties store) {
		ResilienceProperties checked = properties.checked();
		CircuitBreakerConfig config = CircuitBreakerConfig.custom()
			.slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
			.slidingWindowSize(checked.window())
			.minimumNumberOfCalls(checked.minimumCalls())
			.failureRateThreshold(checked.failureRate())
			.waitDurationInOpenState(checked.openFor())
			.permittedNumberOfCallsInHalfOpenState(checked.probes())
			.build();
		return new CircuitBreakerStoreDecorator(config, checked.minimumCalls(), checked.silence(), store.partitions());
	}

}
