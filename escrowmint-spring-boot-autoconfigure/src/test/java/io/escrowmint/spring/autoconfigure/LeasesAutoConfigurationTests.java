package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.escrowmint.Metered;
import io.escrowmint.MeteringPath;
import io.escrowmint.QuotaService;
import io.escrowmint.lease.CreditLeases;
import io.escrowmint.lease.LeaseListener;
import io.escrowmint.lease.LeaseOptions;
import io.escrowmint.lease.StoreCreditLeases;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.TopUp;
import io.escrowmint.spring.MisconfigurationException;
import io.escrowmint.spring.actuate.EscrowMintEndpoint;
import io.escrowmint.spring.actuate.EscrowMintFacts;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.memory.MemoryQuotaStore;
import io.escrowmint.testing.FreePorts;
import io.escrowmint.testing.TestRedis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Leases are there by default, over both engines, and gone when they are replaced or
 * switched off.
 */
class LeasesAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EscrowMintAutoConfiguration.class, MemoryStoreAutoConfiguration.class,
				RedisStoreAutoConfiguration.class, LeasesAutoConfiguration.class, MeteredAutoConfiguration.class,
				EscrowMintEndpointAutoConfiguration.class));

	private final ApplicationContextRunner memory = this.runner.withPropertyValues("escrowmint.store=memory");

	@Test
	void leasesRunWhileTheApplicationDoes() {
		this.memory.withClassLoader(new FilteredClassLoader("org.springframework.data.redis")).run((context) -> {
			CreditLeases leases = context.getBean(CreditLeases.class);
			assertThat(leases.isRunning()).isTrue();
			context.getBean(QuotaService.class).topUp("wallet", 10_000);
			assertThat(leases.consume("wallet", 5)).isTrue();
			assertThat(leases.balance("wallet").leasedHere()).isPositive();
			context.close();
			assertThat(leases.isRunning()).isFalse();
			assertThat(leases.exposure().unspent()).isZero();
		});
	}

	@Test
	void leasesComeFromRedisByDefault() {
		String wallet = "wallet-" + System.nanoTime();
		this.runner.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.url=" + TestRedis.shared().uri().toURI(), "escrowmint.timeout=30s")
			.run((context) -> {
				QuotaService quota = context.getBean(QuotaService.class);
				quota.topUp(wallet, 10_000);
				assertThat(context.getBean(CreditLeases.class).consume(wallet, 5)).isTrue();
				assertThat(quota.state(wallet).figures().leased()).isPositive();
			});
	}

	@Test
	void disabledLeasesAreGoneAndTheLeasedPathAsksTheStore() {
		this.memory.withPropertyValues("escrowmint.leases.enabled=false")
			.withBean(LeasedService.class)
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(CreditLeases.class);
				QuotaService quota = context.getBean(QuotaService.class);
				quota.topUp("wallet", 10_000);
				context.getBean(LeasedService.class).work("wallet");
				await().untilAsserted(() -> assertThat(quota.state("wallet").figures().spent()).isEqualTo(3));
				assertThat(quota.state("wallet").figures().leased()).isZero();
			});
	}

	@Test
	void pathThatNeedsLeasesWithoutThemIsAFailure() {
		this.memory.withPropertyValues("escrowmint.leases.enabled=false", "escrowmint.metered.path=leased")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOfSatisfying(MisconfigurationException.class, (ex) -> {
					assertThat(ex).hasMessageContaining("escrowmint.metered.path=leased");
					assertThat(ex.action()).contains("escrowmint.leases.enabled", "escrowmint.metered.path=direct");
				}));
	}

	@Test
	void leasesOfTheUserReplaceOurs() {
		RecordedLeases recorded = new RecordedLeases();
		this.memory.withBean("mine", CreditLeases.class, () -> recorded.leases)
			.run((context) -> assertThat(context).hasSingleBean(CreditLeases.class)
				.doesNotHaveBean(StoreCreditLeases.class));
		assertThat(recorded.calls).contains("start", "drain[PT27S]", "stop");
	}

	@Test
	void meteredMethodUsesTheLeasedPathWhereItSaysSo() {
		this.memory.withBean(LeasedService.class).run((context) -> {
			QuotaService quota = context.getBean(QuotaService.class);
			quota.topUp("wallet", 10_000);
			context.getBean(LeasedService.class).work("wallet");
			assertThat(quota.state("wallet").figures().leased()).isPositive();
			await().untilAsserted(() -> assertThat(quota.state("wallet").figures().spent()).isEqualTo(3));
			assertThat(context.getBean(EscrowMintProperties.class).metered().terms().path())
				.isEqualTo(MeteringPath.DIRECT);
		});
	}

	@Test
	void walletsAreWarmBeforeTheFirstRequest() {
		MemoryQuotaStore store = new MemoryQuotaStore(StoreOptions.DEFAULTS, InstantSource.system());
		store.execute(TopUp.of("a", 10_000));
		store.execute(TopUp.of("b", 10_000));
		this.memory.withBean(QuotaStore.class, () -> store)
			.withPropertyValues("escrowmint.leases.prewarm.wallets=a,b")
			.run((context) -> {
				CreditLeases leases = context.getBean(CreditLeases.class);
				assertThat(List.of("a", "b"))
					.allSatisfy((wallet) -> assertThat(leases.balance(wallet).leasedHere()).isPositive());
			});
	}

	@Test
	void deadRedisDoesNotStopTheStart() {
		this.runner.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.port=" + FreePorts.next(), "escrowmint.timeout=200ms",
					"escrowmint.leases.prewarm.wallets=a", "escrowmint.leases.prewarm.timeout=300ms")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void everyListenerHearsWhatHappensAlsoBehindOneThatFails() {
		List<Long> heard = new CopyOnWriteArrayList<>();
		this.memory.withBean("fails", LeaseListener.class, () -> listener(() -> {
			throw new IllegalStateException();
		})).withBean("hears", LeaseListener.class, () -> listener(() -> heard.add(1L))).run((context) -> {
			context.getBean(QuotaService.class).topUp("wallet", 10_000);
			context.getBean(CreditLeases.class).consume("wallet", 5);
			assertThat(heard).isNotEmpty();
		});
	}

	@Test
	void instanceShowsItsLeases() {
		this.memory.withPropertyValues("management.endpoints.web.exposure.include=escrowmint").run((context) -> {
			context.getBean(QuotaService.class).topUp("wallet", 10_000);
			context.getBean(CreditLeases.class).consume("wallet", 5);
			assertThat(context.getBean(EscrowMintEndpoint.class).summary().leases()).satisfies((leases) -> {
				assertThat(leases.running()).isTrue();
				assertThat(leases.exposure().unspent()).isPositive();
			});
			assertThat(context).hasSingleBean(EscrowMintFacts.class);
		});
	}

	@Test
	void shippedOptionsAreThoseOfTheCore() {
		this.memory.run((context) -> assertThat(context.getBean(LeasesProperties.class).options())
			.isEqualTo(LeaseOptions.DEFAULTS));
	}

	@ParameterizedTest
	@CsvSource({ "10m, PT4M", "5m, PT4M", "1m, PT58S", "3s, PT1S", "2s, PT0.001S", "1s, PT0.001S" })
	void nothingIsRepeatedForLongerThanTheStoreRemembersIt(String receiptTtl, String patience) {
		this.memory.withPropertyValues("escrowmint.receipt-ttl=" + receiptTtl)
			.run((context) -> assertThat(LeasesAutoConfiguration
				.options(context.getBean(EscrowMintProperties.class), context.getBean(LeasesProperties.class))
				.patience()).isEqualTo(Duration.parse(patience)));
	}

	@Test
	void leaseThatEndsBeforeItIsRenewedIsAFailure() {
		assertInvalid("escrowmint.leases.report-interval", "must be PT2.5S or less",
				"escrowmint.leases.report-interval=3s");
		assertInvalid("escrowmint.leases.safety-margin", "must be PT0.4S or less", "escrowmint.leases.duration=800ms");
		assertInvalid("escrowmint.leases.safety-margin", "must be PT0.4S or less",
				"escrowmint.leases.overrides[0].pattern=a", "escrowmint.leases.overrides[0].duration=800ms");
	}

	@Test
	void overridesAreByPatternAndTheFirstThatFitsCounts() {
		this.memory
			.withPropertyValues("escrowmint.leases.overrides[0].pattern=team:*",
					"escrowmint.leases.overrides[0].max-size=50", "escrowmint.leases.overrides[0].expiry=burn",
					"escrowmint.leases.overrides[1].pattern=*", "escrowmint.leases.overrides[1].duration=2s")
			.run((context) -> {
				LeaseOptions options = context.getBean(LeasesProperties.class).options();
				assertThat(options.termsOf("team:7").maxSize()).isEqualTo(50);
				assertThat(options.termsOf("team:7").expiry()).isEqualTo(LeaseExpiry.BURN);
				assertThat(options.termsOf("team:7").duration()).isEqualTo(Duration.ofSeconds(10));
				assertThat(options.termsOf("other").duration()).isEqualTo(Duration.ofSeconds(2));
				assertThat(context.getBean(CreditLeases.class).isLeasable("team:7", 51)).isFalse();
				assertThat(context.getBean(CreditLeases.class).isLeasable("other", 51)).isTrue();
			});
	}

	@ParameterizedTest
	@CsvSource({ "initial-size, 99, 100 credits or more", "initial-size, 100001, 100000 credits or less",
			"min-size, 0, 1 credits or more", "max-size, 99, 100 credits or more", "max-unspent, 99999, 100000",
			"low-water, 1.5, between 0 and 1", "duration, 9ms, 10 ms", "hold-ttl, 0s, 10 ms",
			"report-interval, 0s, 1 ms or more", "safety-margin, 0s, 1 ms or more", "backoff-min, 0s, 1 ms or more",
			"backoff-max, 10ms, or more", "idle-after, 0s, 1 ms or more", "max-hold-lifetime, 0s, 1 ms or more",
			"owner, a\u0007b, control characters", "prewarm.timeout, -1s, must not be negative" })
	void wrongValueIsNamedWithItsRule(String property, String value, String rule) {
		assertInvalid("escrowmint.leases." + property, rule, "escrowmint.leases." + property + "=" + value);
	}

	@Test
	void ownerThatTheStoreWouldNotTakeIsAFailure() {
		assertInvalid("escrowmint.leases.owner", "1 to 256 bytes", "escrowmint.leases.owner=" + "ä".repeat(129));
		this.memory.withPropertyValues("escrowmint.leases.owner=" + "ä".repeat(128))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void wrongOverrideIsNamedWithItsPlace() {
		assertInvalid("escrowmint.leases.overrides[1].max-size", "or more", "escrowmint.leases.overrides[0].pattern=a",
				"escrowmint.leases.overrides[1].pattern=b", "escrowmint.leases.overrides[1].min-size=10",
				"escrowmint.leases.overrides[1].max-size=5");
		assertInvalid("escrowmint.leases.overrides[0].pattern", "name of a wallet",
				"escrowmint.leases.overrides[0].max-size=5");
	}

	@Test
	void pathOfAllMustBeOne() {
		assertInvalid("escrowmint.metered.path", "direct or leased", "escrowmint.metered.path=default");
	}

	private void assertInvalid(String property, String rule, String... values) {
		this.memory.withPropertyValues(values)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo(property);
					assertThat(ex.getReason()).contains(rule);
				}));
	}

	private static LeaseListener listener(Runnable granted) {
		return new LeaseListener() {

			@Override
			public void granted(long asked, long grant, boolean refill, Duration elapsed) {
				granted.run();
			}

		};
	}

	static class LeasedService {

		@Metered(value = "3", wallet = "#wallet", path = MeteringPath.LEASED)
		void work(String wallet) {
		}

	}

}
