package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.util.UUID;

import javax.sql.DataSource;

import io.escrowmint.jdbc.AdvisoryLocks;
import io.escrowmint.jdbc.Columns;
import io.escrowmint.jdbc.IdempotentInserts;
import io.escrowmint.jdbc.JdbcListener;
import io.escrowmint.jdbc.OptimisticUpdates;
import io.escrowmint.jdbc.RetryOptions;
import io.escrowmint.jdbc.RowLocks;
import io.escrowmint.jdbc.RowSelection;
import io.escrowmint.jdbc.TransactionRetry;
import io.escrowmint.jdbc.VersionedUpdate;
import io.escrowmint.spring.metrics.JdbcMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Locks and writes in SQL are there where a DataSource is, and gone when they are
 * replaced or switched off.
 */
class JdbcAutoConfigurationTests {

	private static final Class<?>[] BEANS = { RowLocks.class, AdvisoryLocks.class, OptimisticUpdates.class,
			IdempotentInserts.class, TransactionRetry.class };

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
				JdbcAutoConfiguration.class, EscrowMintMetricsAutoConfiguration.class));

	private final ApplicationContextRunner jdbc = this.runner
		.withPropertyValues("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID());

	@Test
	void everythingWorksInOneTransactionAndIsMeasured() {
		this.jdbc.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			JdbcClient sql = JdbcClient.create(context.getBean(DataSource.class));
			sql.sql("CREATE TABLE account (id INT CONSTRAINT pk_account PRIMARY KEY, balance INT, version INT)")
				.update();
			context.getBean(TransactionRetry.class).run(() -> useAll(context));
			assertThat(sql.sql("SELECT balance FROM account").query(Integer.class).single()).isEqualTo(7);
			assertThat(writes(context, "idempotent_insert", "written")).isOne();
			assertThat(writes(context, "idempotent_insert", "duplicate")).isOne();
			assertThat(writes(context, "optimistic_update", "written")).isOne();
			assertThat(writes(context, "optimistic_update", "stale")).isOne();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			for (String strategy : new String[] { "row", "advisory" }) {
				assertThat(registry.get("escrowmint.jdbc.lock.waits")
					.tags("strategy", strategy, "status", "acquired")
					.timer()
					.count()).isOne();
			}
		});
	}

	@Test
	void retryIsConfiguredAndItsCollisionsAreCounted() {
		this.jdbc.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("escrowmint.jdbc.retry.max-attempts=3", "escrowmint.jdbc.retry.first-pause=1ms")
			.run((context) -> {
				assertThatExceptionOfType(OptimisticLockingFailureException.class)
					.isThrownBy(() -> context.getBean(TransactionRetry.class).run(() -> {
						throw new OptimisticLockingFailureException("always");
					}));
				assertThat(collisions(context, "retried")).isEqualTo(2);
				assertThat(collisions(context, "given_up")).isOne();
			});
	}

	@Test
	void shippedOptionsAreThoseOfTheCore() {
		this.jdbc.run((context) -> assertThat(context.getBean(JdbcProperties.class).retry().options())
			.isEqualTo(RetryOptions.DEFAULTS));
	}

	@Test
	void withoutARegistryNothingIsMeasured() {
		this.jdbc.run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(JdbcMetrics.class);
			assertAllThere(context);
		});
	}

	@Test
	void withoutADataSourceThereIsNothing() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JdbcAutoConfiguration.class))
			.run(JdbcAutoConfigurationTests::assertNoneThere);
	}

	@Test
	void withoutSpringJdbcThereIsNothing() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.jdbc"))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(JdbcMetrics.class);
				assertNoneThere(context);
			});
	}

	@Test
	void disabledMeansNothing() {
		this.jdbc.withPropertyValues("escrowmint.jdbc.enabled=false")
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> {
				assertNoneThere(context);
				assertThat(context).doesNotHaveBean(JdbcMetrics.class);
			});
	}

	@Test
	void severalDataSourcesWithoutAPrimaryOneAreNobodysChoice() {
		this.runner.withBean("first", DataSource.class, DriverManagerDataSource::new)
			.withBean("second", DataSource.class, DriverManagerDataSource::new)
			.run(JdbcAutoConfigurationTests::assertNoneThere);
	}

	@Test
	void beansOfTheUserReplaceOurs() {
		DataSource mine = new DriverManagerDataSource("jdbc:h2:mem:mine");
		this.jdbc.withBean("myRowLocks", RowLocks.class, () -> new RowLocks(mine, JdbcListener.NONE))
			.withBean("myNames", AdvisoryLocks.class, () -> new AdvisoryLocks(mine, JdbcListener.NONE))
			.withBean("myUpdates", OptimisticUpdates.class, () -> new OptimisticUpdates(mine, JdbcListener.NONE))
			.withBean("myInserts", IdempotentInserts.class, () -> new IdempotentInserts(mine, JdbcListener.NONE))
			.run((context) -> assertThat(context).hasSingleBean(RowLocks.class)
				.hasBean("myRowLocks")
				.hasSingleBean(AdvisoryLocks.class)
				.hasSingleBean(OptimisticUpdates.class)
				.hasSingleBean(IdempotentInserts.class)
				.hasSingleBean(TransactionRetry.class));
	}

	@Test
	void transactionManagerOfSomethingElseMayStandBesideThatOfTheDatabase() {
		this.jdbc.withConfiguration(AutoConfigurations.of(LaterTransactionManager.class))
			.withUserConfiguration(OwnTransactionManager.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBeansOfType(PlatformTransactionManager.class)).hasSize(2);
				JdbcClient sql = JdbcClient.create(context.getBean(DataSource.class));
				sql.sql("CREATE TABLE note (text VARCHAR(9))").update();
				assertThatExceptionOfType(IllegalStateException.class)
					.isThrownBy(() -> context.getBean(TransactionRetry.class).run(() -> {
						sql.sql("INSERT INTO note VALUES ('lost')").update();
						throw new IllegalStateException("undo");
					}));
				assertThat(sql.sql("SELECT count(*) FROM note").query(Integer.class).single()).isZero();
			});
	}

	@Test
	void severalTransactionManagersOfWhichNoneIsForJdbcAreNobodysChoice() {
		this.jdbc.withConfiguration(AutoConfigurations.of(LaterTransactionManager.class))
			.withBean("mine", PlatformTransactionManager.class, OtherTransactions::new)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(TransactionRetry.class)
				.hasSingleBean(RowLocks.class));
	}

	@Test
	void transactionManagersOfOthersComeFirstAsTheyDoWithoutUs() {
		this.jdbc.withConfiguration(AutoConfigurations.of(LaterTransactionManager.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(PlatformTransactionManager.class)
				.isInstanceOf(OtherTransactions.class));
	}

	@Test
	void databaseThatIsAwayDoesNotStopTheStart() {
		this.runner.withPropertyValues("spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(RowLocks.class));
	}

	@Test
	void listenerThatThrowsKeepsNothingFromTheOthers() {
		this.jdbc.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("throwing", JdbcListener.class, () -> new JdbcListener() {

				@Override
				public void collided(int attempt, boolean last) {
					throw new IllegalStateException("no");
				}

			})
			.withPropertyValues("escrowmint.jdbc.retry.max-attempts=1")
			.run((context) -> {
				assertThatExceptionOfType(OptimisticLockingFailureException.class)
					.isThrownBy(() -> context.getBean(TransactionRetry.class).run(() -> {
						throw new OptimisticLockingFailureException("once");
					}));
				assertThat(collisions(context, "given_up")).isOne();
			});
	}

	@ParameterizedTest
	@CsvSource({ "max-attempts, 0, 1 or more", "first-pause, 0ms, 1 ms or more", "longest-pause, 9ms, first-pause" })
	void wrongValueIsNamedWithItsRule(String property, String value, String rule) {
		this.jdbc.withPropertyValues("escrowmint.jdbc.retry." + property + "=" + value)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo("escrowmint.jdbc.retry." + property);
					assertThat(ex.getReason()).contains(rule);
				}));
	}

	private static void useAll(ApplicationContext context) {
		context.getBean(AdvisoryLocks.class).lock("account", Duration.ofSeconds(1));
		Columns row = Columns.of("id", 1).and("balance", 5).and("version", 0);
		IdempotentInserts inserts = context.getBean(IdempotentInserts.class);
		assertThat(inserts.insert("account", row, "pk_account")).isTrue();
		assertThat(inserts.insert("account", row, IdempotentInserts.PRIMARY_KEY)).isFalse();
		Columns key = Columns.of("id", 1);
		int balance = context.getBean(RowLocks.class)
			.lockOne(RowSelection.of("account", key), (found, number) -> found.getInt("balance"))
			.orElseThrow();
		VersionedUpdate change = VersionedUpdate.of("account", key, 0, Columns.of("balance", balance + 2));
		assertThat(context.getBean(OptimisticUpdates.class).tryUpdate(change)).isTrue();
		assertThat(context.getBean(OptimisticUpdates.class).tryUpdate(change)).isFalse();
	}

	private static double writes(ApplicationContext context, String operation, String status) {
		return context.getBean(MeterRegistry.class)
			.get("escrowmint.jdbc.writes")
			.tags("table", "account", "operation", operation, "status", status)
			.counter()
			.count();
	}

	private static double collisions(ApplicationContext context, String status) {
		return context.getBean(MeterRegistry.class)
			.get("escrowmint.jdbc.collisions")
			.tag("status", status)
			.counter()
			.count();
	}

	private static void assertAllThere(ApplicationContext context) {
		assertThat(BEANS).allSatisfy((type) -> assertThat(context.getBeansOfType(type)).hasSize(1));
	}

	private static void assertNoneThere(ApplicationContext context) {
		assertThat(BEANS).allSatisfy((type) -> assertThat(context.getBeansOfType(type)).isEmpty());
	}

	/**
	 * Comes in the order of its name, behind ours, as that of Kafka does.
	 */
	@AutoConfiguration
	static class LaterTransactionManager {

		@Bean
		OtherTransactions kafkaTransactionManager() {
			return new OtherTransactions();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTransactionManager {

		@Bean
		JdbcTransactionManager transactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

	/**
	 * Transactions of something that is no database.
	 */
	static class OtherTransactions extends AbstractPlatformTransactionManager {

		private static final long serialVersionUID = 1L;

		@Override
		protected Object doGetTransaction() {
			return this;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

}
