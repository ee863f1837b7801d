package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.time.InstantSource;

import io.escrowmint.QuotaService;
import io.escrowmint.ReactiveQuotaService;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Overrun;
import io.escrowmint.spring.MisconfigurationException;
import io.escrowmint.store.EventLog;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.Sweeper;
import io.escrowmint.store.memory.MemoryQuotaStore;
import io.escrowmint.store.redis.RedisQuotaStore;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

class EscrowMintAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EscrowMintAutoConfiguration.class, MemoryStoreAutoConfiguration.class,
				RedisStoreAutoConfiguration.class, SweeperAutoConfiguration.class));

	private final ApplicationContextRunner memory = this.runner.withPropertyValues("escrowmint.store=memory");

	@Test
	void memoryStoreNeedsNoRedis() {
		this.memory.withClassLoader(new FilteredClassLoader("org.springframework.data.redis", "io.lettuce"))
			.run((context) -> {
				assertThat(context).hasSingleBean(MemoryQuotaStore.class).hasSingleBean(EventLog.class);
				QuotaService quota = context.getBean(QuotaService.class);
				assertThat(quota.topUp("wallet", 5).available()).isEqualTo(5);
				assertThat(context.getBean(ReactiveQuotaService.class).tryConsume("wallet", 5).block())
					.satisfies((result) -> assertThat(result.applied()).isTrue());
			});
	}

	@Test
	void redisIsNeverReplacedByMemory() {
		this.runner.run((context) -> assertThat(context).hasFailed()
			.getFailure()
			.rootCause()
			.isInstanceOfSatisfying(MisconfigurationException.class, (ex) -> {
				assertThat(ex).hasMessageContaining("escrowmint.store=redis");
				assertThat(ex.action()).contains("escrowmint.store=memory", "spring-boot-starter-data-redis");
			}));
	}

	@Test
	void redisStoreBacksOffWithoutSpringDataRedis() {
		this.runner.withClassLoader(new FilteredClassLoader(RedisConnectionFactory.class))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOf(MisconfigurationException.class));
	}

	@Test
	void storeOfTheUserReplacesBothEngines() {
		this.runner.withUserConfiguration(UserStore.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(QuotaStore.class)
				.doesNotHaveBean(RedisQuotaStore.class)
				.hasSingleBean(QuotaService.class));
	}

	@Test
	void servicesOfTheUserReplaceOurs() {
		QuotaService quota = QuotaService.over(userStore(), io.escrowmint.QuotaDefaults.DEFAULTS);
		this.memory.withBean("mine", QuotaService.class, () -> quota)
			.run((context) -> assertThat(context).getBean(QuotaService.class).isSameAs(quota));
	}

	@Test
	void reactiveServiceNeedsReactor() {
		this.memory.withClassLoader(new FilteredClassLoader(Mono.class))
			.run((context) -> assertThat(context).hasSingleBean(QuotaService.class)
				.doesNotHaveBean("reactiveQuotaService"));
	}

	@Test
	void sweeperRunsWithTheApplication() {
		this.memory.run((context) -> {
			Sweeper sweeper = context.getBean(Sweeper.class);
			assertThat(sweeper.isRunning()).isTrue();
			context.close();
			assertThat(sweeper.isRunning()).isFalse();
		});
	}

	@Test
	void disabledSweeperCanBeTriggeredByHand() {
		this.memory.withPropertyValues("escrowmint.sweeper.enabled=false").run((context) -> {
			Sweeper sweeper = context.getBean(Sweeper.class);
			assertThat(sweeper.isRunning()).isFalse();
			assertThat(sweeper.sweepNow().failed()).isZero();
		});
	}

	@Test
	void sweeperOfTheUserReplacesOurs() {
		this.memory.withUserConfiguration(UserSweeper.class)
			.run((context) -> assertThat(context).hasSingleBean(Sweeper.class).hasBean("mine"));
	}

	@Test
	void configuredCapOnDebtReachesCommits() {
		this.memory.withPropertyValues("escrowmint.max-debt=3").run((context) -> {
			QuotaService quota = context.getBean(QuotaService.class);
			quota.topUp("wallet", 5);
			quota.tryReserve("wallet", 5, Duration.ofSeconds(30), "id");
			assertThat(quota.commit(Commit.of("wallet", "id").actual(9).overrun(Overrun.DEBT)).applied()).isFalse();
			assertThat(quota.commit(Commit.of("wallet", "id").actual(8).overrun(Overrun.DEBT)).applied()).isTrue();
		});
	}

	@Test
	void eventsStayAsTheyAreUnlessTheyAreSwitched() {
		this.memory.run((context) -> assertThat(
				eventsAfterATopUp(context.getBean(QuotaService.class), context.getBean(EventLog.class)))
			.isFalse());
		this.memory.withPropertyValues("escrowmint.events.enabled=true")
			.run((context) -> assertThat(
					eventsAfterATopUp(context.getBean(QuotaService.class), context.getBean(EventLog.class)))
				.isTrue());
	}

	@Test
	void wrongValueIsNamedWithItsRule() {
		assertInvalid("escrowmint.timeout", "0s", "1 ms");
		assertInvalid("escrowmint.partitions", "20000", "16384");
		assertInvalid("escrowmint.max-debt", "-1", "between 0 and");
		assertInvalid("escrowmint.sweeper.page-size", "0", "1 or more");
		assertInvalid("escrowmint.events.max-length", "0", "1 or more");
	}

	@Test
	void unknownStoreIsAFailure() {
		this.runner.withPropertyValues("escrowmint.store=mysql")
			.run((context) -> assertThat(context).hasFailed().getFailure().hasStackTraceContaining("escrowmint.store"));
	}

	private void assertInvalid(String property, String value, String rule) {
		this.memory.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo(property);
					assertThat(ex.getReason()).contains(rule);
				}));
	}

	private static boolean eventsAfterATopUp(QuotaService quota, EventLog events) {
		quota.topUp("wallet", 5);
		int partition = events.partitionOf("wallet");
		return !events.read(partition, null, 10).toCompletableFuture().join().isEmpty();
	}

	private static QuotaStore userStore() {
		return new MemoryQuotaStore(StoreOptions.DEFAULTS, InstantSource.system());
	}

	@Configuration(proxyBeanMethods = false)
	static class UserStore {

		@Bean
		QuotaStore mine() {
			return userStore();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserSweeper {

		@Bean
		Sweeper mine(MemoryQuotaStore store) {
			return new Sweeper(store, Sweeper.Options.DEFAULTS);
		}

	}

}
