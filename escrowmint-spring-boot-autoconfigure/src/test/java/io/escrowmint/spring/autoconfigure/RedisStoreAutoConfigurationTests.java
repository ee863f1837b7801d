package io.escrowmint.spring.autoconfigure;

import java.util.UUID;

import io.escrowmint.QuotaService;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.spring.MisconfigurationException;
import io.escrowmint.spring.actuate.StoreDiagnosis;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.memory.MemoryQuotaStore;
import io.escrowmint.store.redis.RedisQuotaStore;
import io.escrowmint.testing.FreePorts;
import io.escrowmint.testing.TestRedis;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RedisStoreAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, EscrowMintAutoConfiguration.class,
				EscrowMintHealthAutoConfiguration.class, MemoryStoreAutoConfiguration.class,
				RedisStoreAutoConfiguration.class, SweeperAutoConfiguration.class))
		.withPropertyValues("escrowmint.prefix=test-" + UUID.randomUUID());

	private final ApplicationContextRunner redis = this.runner
		.withPropertyValues("spring.data.redis.url=" + TestRedis.shared().uri().toURI(), "escrowmint.timeout=30s");

	private final ApplicationContextRunner noRedis = this.runner.withPropertyValues("spring.data.redis.host=127.0.0.1",
			"spring.data.redis.port=" + FreePorts.next(), "escrowmint.timeout=1s");

	@Test
	void redisIsTheDefault() {
		this.redis.run((context) -> {
			assertThat(context).hasSingleBean(QuotaStore.class).hasSingleBean(RedisQuotaStore.class);
			assertThat(context.getBean(QuotaService.class).topUp("wallet", 5).available()).isEqualTo(5);
			assertThat(context.getBean(HealthIndicator.class).health().getStatus()).isEqualTo(Status.UP);
			assertThat(context.getBean(StoreDiagnosis.class).warnings())
				.isEqualTo(context.getBean(RedisQuotaStore.class).warnings());
		});
	}

	@Test
	void lazyInitializationLosesNoMeters() {
		this.redis.withConfiguration(AutoConfigurations.of(EscrowMintMetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				context.getBean(QuotaService.class).topUp("wallet", 5);
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("escrowmint.redis.batches").summary().count()).isPositive();
			});
	}

	@Test
	void memoryIsTakenIfItIsAskedForAndRedisIsThere() {
		this.redis.withPropertyValues("escrowmint.store=memory")
			.run((context) -> assertThat(context).hasSingleBean(MemoryQuotaStore.class)
				.doesNotHaveBean(RedisQuotaStore.class));
	}

	@Test
	void applicationStartsWithoutItsRedisAndIsDown() {
		this.noRedis.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(RedisQuotaStore.class);
			assertThat(context.getBean(HealthIndicator.class).health().getStatus()).isEqualTo(Status.DOWN);
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> context.getBean(QuotaService.class).topUp("wallet", 5));
		});
	}

	@Test
	void otherNumberOfPartitionsThanAtFirstUseIsAFailureThatSaysWhatToWrite() {
		this.redis.withPropertyValues("escrowmint.partitions=16").run((context) -> assertThat(context).hasNotFailed());
		this.redis.withPropertyValues("escrowmint.partitions=32")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.satisfies((failure) -> assertThat(misconfiguration(failure).action())
					.contains("escrowmint.partitions to 16")));
	}

	@Test
	void severalConnectionFactoriesOfWhichNoneIsPrimaryAreAFailureThatSaysWhatToWrite() {
		this.redis.withUserConfiguration(TwoRedis.class)
			.run((context) -> assertThat(context).hasFailed().getFailure().satisfies((failure) -> {
				assertThat(misconfiguration(failure)).hasMessageContaining("one, two");
				assertThat(misconfiguration(failure).action()).contains("@Primary");
			}));
	}

	@Test
	void missingConnectionFactoryIsAFailureThatSaysSo() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(EscrowMintAutoConfiguration.class, RedisStoreAutoConfiguration.class))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.satisfies((failure) -> assertThat(misconfiguration(failure))
					.hasMessageContaining("no connection factory")));
	}

	@Test
	void badPrefixIsNamed() {
		this.redis.withPropertyValues("escrowmint.prefix={a}")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo("escrowmint.prefix")));
	}

	private static MisconfigurationException misconfiguration(Throwable failure) {
		Throwable found = failure;
		while (!(found instanceof MisconfigurationException)) {
			found = found.getCause();
		}
		return (MisconfigurationException) found;
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoRedis {

		@Bean
		RedisConnectionFactory one() {
			return new LettuceConnectionFactory();
		}

		@Bean
		RedisConnectionFactory two() {
			return new LettuceConnectionFactory();
		}

	}

}
