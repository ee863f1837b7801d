package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import io.escrowmint.QuotaService;
import io.escrowmint.ledger.Landing;
import io.escrowmint.ledger.LedgerReconciler;
import io.escrowmint.ledger.LedgerRepair;
import io.escrowmint.ledger.LedgerStore;
import io.escrowmint.ledger.ReconcileReport;
import io.escrowmint.ledger.RepairMode;
import io.escrowmint.ledger.RepairResult;
import io.escrowmint.ledger.Verdict;
import io.escrowmint.ledger.WalletCheck;
import io.escrowmint.ledger.jdbc.JdbcLedgerStore;
import io.escrowmint.ledger.jdbc.LedgerSchema;
import io.escrowmint.model.EventType;
import io.escrowmint.model.Figures;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.spring.actuate.LedgerEndpoint;
import io.escrowmint.spring.actuate.LedgerVerifyHealthIndicator;
import io.escrowmint.spring.metrics.LedgerVerifyMetrics;
import io.escrowmint.store.EventFrame;
import io.escrowmint.store.WalletRecovery;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerVerifyAutoConfigurationTests {

	private static final String WALLET = "lost/wallet";

	private static final Figures FIGURES = new Figures(60, 0, 0, 40, 100, 0);

	private final ApplicationContextRunner without = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EscrowMintAutoConfiguration.class, MemoryStoreAutoConfiguration.class,
				LedgerVerifyAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withPropertyValues("escrowmint.store=memory", "management.endpoints.web.exposure.include=escrowmintledger",
				"escrowmint.ledger.verify.interval=20ms");

	private final ApplicationContextRunner runner = this.without.withBean(LedgerStore.class,
			LedgerVerifyAutoConfigurationTests::ledger);

	@Test
	void thereIsNothingWithoutALedger() {
		this.without.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(WalletRecovery.class)
			.doesNotHaveBean(LedgerReconciler.class)
			.doesNotHaveBean(LedgerEndpoint.class));
	}

	@Test
	void aWalletThatTheStoreHasLostIsRebuiltByItself() {
		this.runner.run((context) -> {
			QuotaService quota = context.getBean(QuotaService.class);
			Awaitility.await().ignoreExceptions().until(() -> quota.state(WALLET).figures().equals(FIGURES));
			LedgerReconciler reconciler = context.getBean(LedgerReconciler.class);
			assertThat(reconciler.isRunning()).isTrue();
			LedgerVerifyHealthIndicator health = context.getBean(LedgerVerifyHealthIndicator.class);
			// counted and reported after the store has the wallet
			Awaitility.await().until(() -> reconciler.rebuilt() == 1);
			Awaitility.await().until(() -> health.health().getStatus() == Status.UP);
			SimpleMeterRegistry meters = new SimpleMeterRegistry();
			context.getBean(LedgerVerifyMetrics.class).bindTo(meters);
			assertThat(meters.get("escrowmint.ledger.verify.rebuilt").functionCounter().count()).isEqualTo(1);
		});
	}

	@Test
	void healthTellsThatComparisonsGoOnAlsoWhileTheReportStays() {
		this.runner.run((context) -> {
			LedgerReconciler reconciler = context.getBean(LedgerReconciler.class);
			LedgerVerifyHealthIndicator health = context.getBean(LedgerVerifyHealthIndicator.class);
			Awaitility.await().until(() -> reconciler.rebuilt() == 1);
			Awaitility.await().until(() -> health.health().getStatus() == Status.UP);
			Object looked = health.health().getDetails().get("looked");
			Awaitility.await().until(() -> !health.health().getDetails().get("looked").equals(looked));
			assertThat(last(context.getBean(LedgerEndpoint.class)).repairs()).extracting(RepairResult::wallet)
				.containsExactly(WALLET);
		});
	}

	@Test
	void whatIsReportedOnlyStaysAsItIsAndIsDown() {
		this.runner.withPropertyValues("escrowmint.ledger.verify.repair=false").run((context) -> {
			LedgerReconciler reconciler = context.getBean(LedgerReconciler.class);
			Awaitility.await().until(() -> reconciler.broken() > 1);
			assertThat(context.getBean(QuotaService.class).state(WALLET).exists()).isFalse();
			assertThat(reconciler.rebuilt()).isZero();
			Awaitility.await()
				.until(() -> context.getBean(LedgerVerifyHealthIndicator.class).health().getStatus() == Status.DOWN);
		});
	}

	@Test
	void whatSomebodyElseRepairsIsUpAgain() {
		this.runner.withPropertyValues("escrowmint.ledger.verify.repair=false").run((context) -> {
			LedgerVerifyHealthIndicator health = context.getBean(LedgerVerifyHealthIndicator.class);
			Awaitility.await().until(() -> health.health().getStatus() == Status.DOWN);
			context.getBean(LedgerRepair.class).repair(WALLET, RepairMode.FROM_LEDGER);
			Awaitility.await().until(() -> health.health().getStatus() == Status.UP);
			assertThat(last(context.getBean(LedgerEndpoint.class)).broken()).isEmpty();
		});
	}

	@Test
	void whatTheEndpointFindsAndRepairsIsReportedWithoutALoopToo() {
		this.runner.withPropertyValues("escrowmint.ledger.verify.enabled=false").run((context) -> {
			LedgerEndpoint endpoint = context.getBean(LedgerEndpoint.class);
			LedgerVerifyHealthIndicator health = context.getBean(LedgerVerifyHealthIndicator.class);
			endpoint.repairAll(null);
			assertThat(last(endpoint).broken()).extracting(WalletCheck::wallet).containsExactly(WALLET);
			assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
			endpoint.repair(new String[] { "lost", "wallet" }, RepairMode.DRY_RUN);
			assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
			endpoint.repair(new String[] { "lost", "wallet" }, RepairMode.AUTOMATIC);
			assertThat(health.health().getStatus()).isEqualTo(Status.UP);
			assertThat(last(endpoint).broken()).isEmpty();
		});
	}

	@Test
	void whileTheDatabaseIsAwayTheEndpointSaysSo() {
		this.without
			.withBean(LedgerStore.class,
					() -> new JdbcLedgerStore(
							new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/none?connectTimeout=1"),
							JdbcLedgerStore.TABLE_PREFIX))
			.withPropertyValues("escrowmint.ledger.verify.enabled=false")
			.run((context) -> {
				LedgerEndpoint endpoint = context.getBean(LedgerEndpoint.class);
				String[] wallet = { "lost", "wallet" };
				assertThat(endpoint.verify(wallet).getStatus()).isEqualTo(503);
				assertThat(endpoint.repair(wallet, null).getStatus()).isEqualTo(503);
				WebEndpointResponse<Object> answer = endpoint.repairAll(null);
				assertThat(answer.getStatus()).isEqualTo(503);
				assertThat(answer.getBody()).asString()
					.contains("CannotGetJdbcConnectionException")
					.doesNotContain("127");
			});
	}

	@Test
	void itStopsAfterTheWebServerOnAThreadOfItsOwn() {
		this.runner.run((context) -> {
			LedgerReconcilerLifecycle lifecycle = context.getBean(LedgerReconcilerLifecycle.class);
			assertThat(lifecycle.getPhase()).isLessThan(LeasesLifecycle.PHASE).isGreaterThan(LedgerPumpLifecycle.PHASE);
			AtomicReference<Thread> stopper = new AtomicReference<>();
			lifecycle.stop(() -> stopper.set(Thread.currentThread()));
			Awaitility.await().until(() -> stopper.get() != null);
			assertThat(stopper.get()).isNotEqualTo(Thread.currentThread());
			assertThat(lifecycle.isRunning()).isFalse();
		});
	}

	@Test
	void theEndpointComparesAndRepairs() {
		this.runner.withPropertyValues("escrowmint.ledger.verify.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(LedgerReconcilerLifecycle.class);
			LedgerEndpoint endpoint = context.getBean(LedgerEndpoint.class);
			assertThat(endpoint.last().getStatus()).isEqualTo(404);
			assertThat(((WalletCheck) endpoint.verify("lost", "wallet").getBody()).verdict()).isEqualTo(Verdict.LOST);
			ReconcileReport dry = (ReconcileReport) endpoint.repairAll(null).getBody();
			assertThat(dry.count(RepairResult.Outcome.REBUILDABLE)).isEqualTo(1);
			assertThat(context.getBean(QuotaService.class).state(WALLET).exists()).isFalse();
			RepairResult result = (RepairResult) endpoint
				.repair(new String[] { "lost", "wallet" }, RepairMode.AUTOMATIC)
				.getBody();
			assertThat(result.outcome()).isEqualTo(RepairResult.Outcome.REBUILT);
			assertThat(context.getBean(QuotaService.class).state(WALLET).figures()).isEqualTo(FIGURES);
			assertThat(endpoint.verify("").getStatus()).isEqualTo(400);
		});
	}

	@Test
	void theEndpointNeedsActuatorAndExposure() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(LedgerEndpoint.class));
		this.runner.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(LedgerReconciler.class));
		this.runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LedgerVerifyMetrics.class));
	}

	@Test
	void whatUsersDeclareIsUsedAndWhatIsWrongIsNamed() {
		this.runner.withPropertyValues("escrowmint.ledger.verify.page-size=0")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("page-size"));
		this.runner.withPropertyValues("escrowmint.ledger.verify.landing-timeout=-1s")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("landing-timeout"));
		this.runner.withPropertyValues("escrowmint.ledger.pump.reader=" + "r".repeat(257))
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("pump.reader"));
		this.runner.withPropertyValues("management.health.escrowmint-ledger-verify.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(LedgerVerifyHealthIndicator.class));
	}

	private static ReconcileReport last(LedgerEndpoint endpoint) {
		assertThat(endpoint.last().getStatus()).isEqualTo(200);
		return (ReconcileReport) endpoint.last().getBody();
	}

	/** A ledger that knows a wallet of which the store knows nothing. */
	private static LedgerStore ledger() {
		DriverManagerDataSource database = new DriverManagerDataSource(
				"jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		LedgerSchema.create(database, JdbcLedgerStore.TABLE_PREFIX);
		JdbcLedgerStore ledger = new JdbcLedgerStore(database, JdbcLedgerStore.TABLE_PREFIX);
		ledger.open("ledger", 1);
		WalletEvent event = new WalletEvent(WALLET, 5, 9, EventType.SNAPSHOT,
				Instant.ofEpochMilli(System.currentTimeMillis()).minus(Duration.ofMinutes(1)), Figures.ZERO, FIGURES,
				null, false, null, null, null, null, false, null, null, null, List.of());
		ledger.land("ledger", List.of(new Landing(0, 0, List.of(new EventFrame("1-0", List.of(event))))));
		assertThat(ledger.wallet(WALLET)).isNotEqualTo(Optional.empty());
		return ledger;
	}

}
