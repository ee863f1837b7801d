package io.escrowmint.spring.autoconfigure;

import java.util.List;
import java.util.Map;

import io.escrowmint.QuotaService;
import io.escrowmint.spring.actuate.EventsHealthIndicator;
import io.escrowmint.store.EventLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Events that are kept for a reader that nobody runs take health down.
 */
class EventsHealthAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EscrowMintAutoConfiguration.class, MemoryStoreAutoConfiguration.class,
				EventsHealthAutoConfiguration.class, EscrowMintMetricsAutoConfiguration.class))
		.withPropertyValues("escrowmint.store=memory", "escrowmint.partitions=2");

	@Test
	void readerThatNobodyRunsTakesHealthDownBeforeMemoryIsAtRisk() {
		this.runner.withPropertyValues("escrowmint.events.max-length=10", "escrowmint.events.max-backlog=4")
			.run((context) -> {
				EventsHealthIndicator indicator = context.getBean(EventsHealthIndicator.class);
				EventLog events = context.getBean(EventLog.class);
				events.register("gone").toCompletableFuture().join();
				QuotaService quota = context.getBean(QuotaService.class);
				quota.topUp("wallet", 100);
				assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
				for (int i = 0; i < 14; i++) {
					quota.tryConsume("wallet", 1);
				}
				Health health = indicator.health();
				assertThat(health.getStatus()).isEqualTo(Status.DOWN);
				assertThat(health.getDetails())
					.isEqualTo(Map.of("frames", 15L, "keptForReaders", 5L, "slowestReaders", List.of("gone")));
				events.deregister("gone").toCompletableFuture().join();
				quota.tryConsume("wallet", 1);
				assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
			});
	}

	@Test
	void metersShowWhatIsKept() {
		this.runner.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("escrowmint.events.max-length=10")
			.run((context) -> {
				context.getBean(EventLog.class).register("gone").toCompletableFuture().join();
				QuotaService quota = context.getBean(QuotaService.class);
				quota.topUp("wallet", 100);
				for (int i = 0; i < 14; i++) {
					quota.tryConsume("wallet", 1);
				}
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				context.getBeansOfType(MeterBinder.class).values().forEach((binder) -> binder.bindTo(registry));
				await().untilAsserted(() -> {
					assertThat(registry.get("escrowmint.events.frames").gauge().value()).isEqualTo(15);
					assertThat(registry.get("escrowmint.events.kept").gauge().value()).isEqualTo(5);
				});
			});
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1 })
	void boundBelowOneFrameIsAFailure(long frames) {
		this.runner.withPropertyValues("escrowmint.events.max-backlog=" + frames)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo("escrowmint.events.max-backlog");
					assertThat(ex.getReason()).isEqualTo("must be 1 or more");
				}));
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("management.health.escrowmint-events.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(EventsHealthIndicator.class));
	}

}
