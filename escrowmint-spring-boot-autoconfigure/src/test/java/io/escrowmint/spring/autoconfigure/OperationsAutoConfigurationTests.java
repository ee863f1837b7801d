package io.escrowmint.spring.autoconfigure;

import java.util.concurrent.TimeUnit;

import io.escrowmint.QuotaService;
import io.escrowmint.WalletResolver;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.spring.StoreOfFutures;
import io.escrowmint.spring.actuate.EscrowMintEndpoint;
import io.escrowmint.spring.actuate.EscrowMintInfoContributor;
import io.escrowmint.spring.metrics.LeaseMetrics;
import io.escrowmint.spring.metrics.MeteringMetrics;
import io.escrowmint.spring.metrics.TimedStoreDecorator;
import io.escrowmint.spring.observation.ObservedMeteringDecorator;
import io.escrowmint.spring.observation.ObservedStoreDecorator;
import io.escrowmint.spring.resilience.CircuitBreakerStoreDecorator;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Resilience, metrics, observations and the endpoint: there by default, and gone when
 * they are replaced, switched off or without their library.
 */
class OperationsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EscrowMintAutoConfiguration.class, MemoryStoreAutoConfiguration.class,
				LeasesAutoConfiguration.class, SweeperAutoConfiguration.class, ResilienceAutoConfiguration.class,
				EscrowMintMetricsAutoConfiguration.class, EscrowMintObservationAutoConfiguration.class,
				EscrowMintEndpointAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean(ObservationRegistry.class, ObservationRegistry::create)
		.withBean(WalletResolver.class, () -> (request) -> java.util.Optional.empty())
		.withPropertyValues("management.endpoints.web.exposure.include=escrowmint");

	private final ApplicationContextRunner memory = this.runner.withPropertyValues("escrowmint.store=memory");

	private final ApplicationContextRunner own = this.runner.withBean(StoreOfFutures.class, StoreOfFutures::new);

	@Test
	void everythingIsThereByDefault() {
		this.own.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(CircuitBreakerStoreDecorator.class)
			.hasSingleBean(TimedStoreDecorator.class)
			.hasSingleBean(MeteringMetrics.class)
			.hasSingleBean(LeaseMetrics.class)
			.hasBean("escrowMintLeaseExposureMetrics")
			.hasSingleBean(ObservedStoreDecorator.class)
			.hasSingleBean(ObservedMeteringDecorator.class)
			.hasSingleBean(EscrowMintEndpoint.class)
			.hasSingleBean(EscrowMintInfoContributor.class));
	}

	@Test
	void leasesAreNotMeasuredWhereThereAreNone() {
		this.own.withPropertyValues("escrowmint.leases.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(LeaseMetrics.class)
				.doesNotHaveBean("escrowMintLeaseExposureMetrics"));
	}

	@Test
	void whatTheCircuitTurnsAwayIsTimed() {
		this.own.withPropertyValues("escrowmint.resilience.minimum-calls=2", "escrowmint.resilience.open-for=1m")
			.run((context) -> {
				context.getBean(StoreOfFutures.class).next = () -> java.util.concurrent.CompletableFuture
					.failedFuture(new StoreUnavailableException("away", null));
				QuotaService quota = context.getBean(QuotaService.class);
				for (int call = 0; call < 5; call++) {
					org.assertj.core.api.Assertions.assertThatExceptionOfType(StoreUnavailableException.class)
						.isThrownBy(() -> quota.tryConsume("wallet", 1));
				}
				assertThat(context.getBean(StoreOfFutures.class).asked).hasSize(2);
				assertThat(context.getBean(MeterRegistry.class)
					.get("escrowmint.operations")
					.tag("outcome", "unavailable")
					.timer()
					.count()).isEqualTo(5);
				assertThat(
						context.getBean(MeterRegistry.class).get("escrowmint.operations").timer().max(TimeUnit.SECONDS))
					.isLessThan(30);
			});
	}

	@Test
	void memoryStoreNeedsNoCircuit() {
		this.memory.run((context) -> assertThat(context).doesNotHaveBean(CircuitBreakerStoreDecorator.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "escrowmint.resilience.enabled=false", "escrowmint.metrics.enabled=false",
			"escrowmint.observations.enabled=false", "management.endpoint.escrowmint.access=NONE" })
	void eachIsSwitchedOffByItsProperty(String property) {
		this.own.withPropertyValues(property).run((context) -> {
			assertThat(context).hasNotFailed();
			int parts = context.getBeansOfType(CircuitBreakerStoreDecorator.class).size()
					+ context.getBeansOfType(TimedStoreDecorator.class).size()
					+ context.getBeansOfType(ObservedStoreDecorator.class).size()
					+ context.getBeansOfType(EscrowMintEndpoint.class).size();
			assertThat(parts).isEqualTo(3);
		});
	}

	@Test
	void eachBacksOffWithoutItsLibrary() {
		this.own.withClassLoader(new FilteredClassLoader(CircuitBreaker.class, ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CircuitBreakerStoreDecorator.class)
				.doesNotHaveBean(EscrowMintEndpoint.class));
	}

	@Test
	void circuitBreakerOfTheUserReplacesOurs() {
		CircuitBreakerStoreDecorator mine = new CircuitBreakerStoreDecorator(CircuitBreakerConfig.ofDefaults(), 1,
				java.time.Duration.ofSeconds(1), 64);
		this.own.withBean("mine", CircuitBreakerStoreDecorator.class, () -> mine)
			.run((context) -> assertThat(context).getBean(CircuitBreakerStoreDecorator.class).isSameAs(mine));
	}

	@ParameterizedTest
	@ValueSource(strings = { "window=0", "minimum-calls=0", "failure-rate=0", "failure-rate=101", "open-for=0s",
			"probes=0", "silence=0s" })
	void wrongValueNamesItsProperty(String property) {
		this.own.withPropertyValues("escrowmint.resilience." + property)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("escrowmint.resilience." + property.substring(0, property.indexOf('='))));
	}

}
