package io.escrowmint.spring.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.escrowmint.QuotaService;
import io.escrowmint.ledger.LedgerFinding;
import io.escrowmint.ledger.LedgerKey;
import io.escrowmint.ledger.LedgerListener;
import io.escrowmint.ledger.LedgerPump;
import io.escrowmint.ledger.LedgerStore;
import io.escrowmint.ledger.jdbc.JdbcLedgerStore;
import io.escrowmint.ledger.jdbc.LedgerSchema;
import io.escrowmint.spring.MisconfigurationException;
import io.escrowmint.spring.actuate.LedgerHealthIndicator;
import io.escrowmint.testing.FreePorts;
import io.escrowmint.testing.PatientDdl;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The ledger is there when it is asked for, and says what is missing.
 */
class LedgerAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, EscrowMintAutoConfiguration.class,
				MemoryStoreAutoConfiguration.class, LedgerAutoConfiguration.class, LedgerHealthAutoConfiguration.class,
				EscrowMintMetricsAutoConfiguration.class))
		.withPropertyValues("escrowmint.store=memory", "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID());

	private final ApplicationContextRunner enabled = this.runner.withPropertyValues("escrowmint.ledger.enabled=true");

	@Test
	void nothingIsThereUnlessItIsAskedFor() {
		this.runner.run((context) -> {
			assertThat(context).doesNotHaveBean(LedgerStore.class)
				.doesNotHaveBean(LedgerPump.class)
				.doesNotHaveBean(LedgerHealthIndicator.class);
			assertThat(context.getBean(QuotaService.class)).isNotNull();
		});
	}

	@Test
	void eventsLandWhileTheApplicationRuns() {
		this.enabled.withUserConfiguration(Meters.class).run((context) -> {
			LedgerPump pump = context.getBean(LedgerPump.class);
			assertThat(pump.isRunning()).isTrue();
			context.getBean(QuotaService.class).topUp("wallet", 5);
			LedgerStore ledger = context.getBean(LedgerStore.class);
			awaitEntries(ledger, "wallet", 2);
			assertThat(context.getBean(LedgerHealthIndicator.class).health().getStatus()).isEqualTo(Status.UP);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			await().until(() -> registry.get("escrowmint.ledger.events").tag("event", "landed").counter().count() == 2);
			await().until(() -> registry.get("escrowmint.ledger.landing.lag").timer().count() > 0);
			context.getBeansOfType(MeterBinder.class).values().forEach((binder) -> binder.bindTo(registry));
			assertThat(registry.get("escrowmint.ledger.hosted").gauge().value()).isEqualTo(64);
			context.close();
			assertThat(pump.isRunning()).isFalse();
		});
	}

	@Test
	void tablesHaveThePrefixThatWasChosen() {
		this.enabled.withPropertyValues("escrowmint.ledger.table-prefix=billing_").run((context) -> {
			context.getBean(QuotaService.class).topUp("wallet", 5);
			awaitEntries(context.getBean(LedgerStore.class), "wallet", 2);
			assertThat(new JdbcTemplate(context.getBean(DataSource.class))
				.queryForObject("select count(*) from billing_entries", Long.class)).isEqualTo(2);
		});
	}

	@Test
	void missingTablesSayWhatToDo() {
		this.enabled.withPropertyValues("escrowmint.ledger.initialize-schema=never").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause().isNotNull();
			MisconfigurationException cause = cause(context.getStartupFailure(), MisconfigurationException.class);
			assertThat(cause.getMessage()).contains("has no ledger");
			assertThat(cause.action()).contains("escrowmint.ledger.initialize-schema=always", "schema-v1");
		});
	}

	@Test
	void theLedgerOfAnotherStoreSaysWhatToDo() {
		DriverManagerDataSource database = new DriverManagerDataSource(
				"jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		LedgerSchema.create(database, JdbcLedgerStore.TABLE_PREFIX);
		new JdbcLedgerStore(database, JdbcLedgerStore.TABLE_PREFIX).claim("billing");
		this.enabled.withBean(DataSource.class, () -> database).run((context) -> {
			assertThat(context).hasFailed();
			MisconfigurationException cause = cause(context.getStartupFailure(), MisconfigurationException.class);
			assertThat(cause.getMessage()).contains("'billing'", "'memory'");
			assertThat(cause.action()).contains("escrowmint.ledger.table-prefix", "escrowmint.prefix",
					"escrowmint_ledger_store");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "never", "embedded", "always" })
	void aDatabaseThatIsAwayIsNoReasonNotToStart(String mode) {
		this.enabled.withUserConfiguration(DatabaseAway.class)
			.withPropertyValues("escrowmint.ledger.health.max-lag=10ms", "escrowmint.ledger.initialize-schema=" + mode)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				LedgerHealthIndicator health = context.getBean(LedgerHealthIndicator.class);
				await().until(() -> health.health().getStatus().equals(Status.DOWN));
				assertThat(health.health().getDetails()).containsKey("lastError");
			});
	}

	@Test
	void tablesOfADatabaseThatWasAwayAreMadeWhenItIsBack() {
		int port = FreePorts.next();
		this.enabled
			.withPropertyValues("escrowmint.ledger.initialize-schema=always", "spring.datasource.username=sa",
					"spring.datasource.url=jdbc:h2:tcp://127.0.0.1:" + port + "/mem:late;DB_CLOSE_DELAY=-1")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean(QuotaService.class).topUp("wallet", 5);
				Server server = Server.createTcpServer("-tcpPort", String.valueOf(port), "-ifNotExists").start();
				try {
					LedgerStore ledger = context.getBean(LedgerStore.class);
					await().atMost(Duration.ofSeconds(60))
						.ignoreExceptions()
						.until(() -> ledger.entries("wallet", LedgerKey.BEGINNING, 10).size() == 2);
				}
				finally {
					server.stop();
				}
			});
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5 })
	void aDatabaseThatComesBackWhileItStartsGetsItsTables(int refused) {
		AtomicInteger connections = new AtomicInteger();
		DataSource database = new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1") {
			@Override
			public Connection getConnection() throws SQLException {
				if (connections.getAndIncrement() < refused) {
					throw new SQLException("on purpose");
				}
				return super.getConnection();
			}
		};
		this.enabled.withBean(DataSource.class, () -> database)
			.withPropertyValues("escrowmint.ledger.initialize-schema=always")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean(QuotaService.class).topUp("wallet", 5);
				awaitEntries(context.getBean(LedgerStore.class), "wallet", 2);
			});
	}

	@Test
	void aSchemaThatTheDatabaseDoesNotTakeStopsTheStart() {
		this.enabled.withPropertyValues("escrowmint.ledger.schema=classpath:application.properties")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void withoutADataSourceItSaysWhatIsMissing() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(EscrowMintAutoConfiguration.class,
					MemoryStoreAutoConfiguration.class, LedgerAutoConfiguration.class))
			.withPropertyValues("escrowmint.store=memory", "escrowmint.ledger.enabled=true")
			.run((context) -> {
				assertThat(cause(context.getStartupFailure(), MisconfigurationException.class).action())
					.contains("spring.datasource.url");
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void withoutJdbcItSaysWhatIsMissing(boolean lazy) {
		this.enabled
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.jdbc", "org.springframework.jdbc"))
			.withInitializer(lazy ? LazyBeans::initialize : (context) -> {
			})
			.run((context) -> {
				assertThat(cause(context.getStartupFailure(), MisconfigurationException.class).action())
					.contains("spring-boot-starter-jdbc");
			});
	}

	@Test
	void anInstanceMayLeaveThePumpToOthers() {
		this.enabled.withPropertyValues("escrowmint.ledger.pump.enabled=false").run((context) -> {
			assertThat(context).hasSingleBean(LedgerStore.class)
				.doesNotHaveBean(LedgerPump.class)
				.doesNotHaveBean(LedgerPumpLifecycle.class)
				.doesNotHaveBean(LedgerHealthIndicator.class);
		});
	}

	@Test
	void everyListenerHearsWhatDoesNotFit() {
		this.enabled.withUserConfiguration(Listeners.class).run((context) -> {
			context.getBean(QuotaService.class).topUp("wallet", 5);
			awaitEntries(context.getBean(LedgerStore.class), "wallet", 2);
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
			jdbc.update("update escrowmint_wallets set seq = 0");
			jdbc.update("delete from escrowmint_entries");
			context.getBean(QuotaService.class).topUp("wallet", 5);
			List<LedgerFinding> heard = context.getBean(Listeners.class).heard;
			await().untilAsserted(() -> assertThat(heard).singleElement().isInstanceOf(LedgerFinding.Gap.class));
		});
	}

	@Test
	void whatTheDatabaseRefusesIsAWarningOfHealthAndAGauge() {
		this.enabled.withUserConfiguration(Meters.class)
			.withPropertyValues("escrowmint.ledger.pump.refused-retry=50ms")
			.run((context) -> {
				DataSource database = context.getBean(DataSource.class);
				PatientDdl.refuseAbove(database, "escrowmint_", 5);
				context.getBean(QuotaService.class).topUp("wallet", 6);
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				context.getBeansOfType(MeterBinder.class).values().forEach((binder) -> binder.bindTo(registry));
				await().until(() -> registry.get("escrowmint.ledger.refused").gauge().value() == 1);
				Health health = context.getBean(LedgerHealthIndicator.class).health();
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails()).containsEntry("refused", 1L);
				assertThat(health.getDetails().get("warnings")).asString().contains("entries that wait: 1");
				assertThat(registry.get("escrowmint.ledger.events").tag("event", "break").counter().count()).isZero();
				PatientDdl.refuseNothing(database, "escrowmint_");
				awaitEntries(context.getBean(LedgerStore.class), "wallet", 2);
				await().until(() -> registry.get("escrowmint.ledger.refused").gauge().value() == 0);
				assertThat(context.getBean(LedgerHealthIndicator.class).health().getDetails())
					.doesNotContainKey("warnings");
			});
	}

	@ParameterizedTest
	@CsvSource({ "pump.batch-size,0,must be 1 or more", "pump.reader,,1 to 256 bytes",
			"pump.reader,a\u0000b,control characters", "health.max-lag,-1s,must be 1 ms or more",
			"health.max-lag,0s,must be 1 ms or more", "health.max-backlog,-1,must be 1 or more",
			"pump.max-poll-interval,1ms,escrowmint.ledger.pump.poll-interval",
			"pump.backoff-max,1ms,escrowmint.ledger.pump.backoff-min", "pump.watch-interval,0s,must be 1 ms or more",
			"pump.refused-retry,0s,must be 1 ms or more", "table-prefix,a-b,letters" })
	void aWrongPropertyIsNamed(String property, String value, String rule) {
		this.enabled.withPropertyValues("escrowmint.ledger." + property + "=" + ((value != null) ? value : ""))
			.run((context) -> {
				InvalidConfigurationPropertyValueException cause = cause(context.getStartupFailure(),
						InvalidConfigurationPropertyValueException.class);
				assertThat(cause.getName()).isEqualTo("escrowmint.ledger." + property);
				assertThat(cause.getReason()).contains(rule);
			});
	}

	@Test
	void aReaderThatTheStoreWouldNotTakeIsNamed() {
		this.enabled.withPropertyValues("escrowmint.ledger.pump.reader=" + "ä".repeat(129)).run((context) -> {
			InvalidConfigurationPropertyValueException cause = cause(context.getStartupFailure(),
					InvalidConfigurationPropertyValueException.class);
			assertThat(cause.getName()).isEqualTo("escrowmint.ledger.pump.reader");
			assertThat(cause.getReason()).contains("1 to 256 bytes");
		});
	}

	private static void awaitEntries(LedgerStore ledger, String wallet, int count) {
		// there may be no tables yet
		await().atMost(Duration.ofSeconds(20))
			.ignoreExceptions()
			.until(() -> ledger.entries(wallet, LedgerKey.BEGINNING, 10).size() == count);
	}

	private static <T extends Throwable> T cause(Throwable failure, Class<T> type) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		throw new AssertionError("No " + type.getSimpleName() + " in the causes", failure);
	}

	@Configuration(proxyBeanMethods = false)
	static class Meters {

		@Bean
		MeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DatabaseAway {

		@Bean
		DataSource dataSource() {
			return new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/none?connectTimeout=1");
		}

	}

	@Configuration
	static class Listeners {

		final List<LedgerFinding> heard = new CopyOnWriteArrayList<>();

		@Bean
		LedgerListener listener() {
			return this.heard::add;
		}

		@Bean
		LedgerListener broken() {
			return (finding) -> {
				throw new IllegalStateException("on purpose");
			};
		}

	}

}
