package io.escrowmint.spring.autoconfigure;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import ch.qos.logback.classic.Level;
import io.escrowmint.QuotaService;
import io.escrowmint.StreamHandler;
import io.escrowmint.StreamQueueListener;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.spring.MisconfigurationException;
import io.escrowmint.spring.actuate.StreamsEndpoint;
import io.escrowmint.spring.actuate.StreamsHealthIndicator;
import io.escrowmint.spring.metrics.StreamMetrics;
import io.escrowmint.spring.stream.StreamContainers;
import io.escrowmint.spring.stream.TrimmedStreams;
import io.escrowmint.stream.CommitStore;
import io.escrowmint.stream.DeadLetter;
import io.escrowmint.stream.Delivery;
import io.escrowmint.stream.JdbcProcessedMessages;
import io.escrowmint.stream.PoisonPolicy;
import io.escrowmint.stream.QueueTransaction;
import io.escrowmint.stream.RedisStreams;
import io.escrowmint.stream.SpringQueueTransaction;
import io.escrowmint.stream.SqlStreamStore;
import io.escrowmint.stream.StreamCodec;
import io.escrowmint.stream.StreamContainer;
import io.escrowmint.stream.StreamMisconfiguredException;
import io.escrowmint.stream.StreamOptions;
import io.escrowmint.stream.StreamProcessor;
import io.escrowmint.stream.StreamStatus.Phase;
import io.escrowmint.stream.StreamTransaction;
import io.escrowmint.testing.FreePorts;
import io.escrowmint.testing.LogCapture;
import io.escrowmint.testing.TestRedis;
import io.lettuce.core.Range;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.MeterNotFoundException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Handlers of streams are found, run with the application, and shown by Actuator.
 */
@Timeout(120)
class StreamsAutoConfigurationTests {

	@RegisterExtension
	private final LogCapture trimmed = LogCapture.of(TrimmedStreams.class);

	@RegisterExtension
	private final LogCapture started = LogCapture.of(StreamsAutoConfiguration.class);

	private final String run = "streams-" + System.nanoTime();

	private final StatefulRedisConnection<String, String> connection = TestRedis.shared().client().connect();

	private final RedisCommands<String, String> redis = this.connection.sync();

	private final ApplicationContextRunner bare = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EscrowMintAutoConfiguration.class, MemoryStoreAutoConfiguration.class,
				RedisStoreAutoConfiguration.class, StreamsAutoConfiguration.class,
				StreamsEndpointAutoConfiguration.class, StreamsHealthAutoConfiguration.class,
				EscrowMintMetricsAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withPropertyValues("escrowmint.timeout=30s", "escrowmint.prefix=" + this.run, "escrowmint.partitions=2",
				"run=" + this.run, "management.endpoints.web.exposure.include=escrowmintstreams",
				"escrowmint.streams.block=50ms", "escrowmint.streams.ownership=1s", "escrowmint.streams.poll=10ms",
				"escrowmint.streams.backoff-min=5ms");

	private final ApplicationContextRunner runner = this.bare
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.url=" + TestRedis.shared().uri().toURI());

	@AfterEach
	void close() {
		this.connection.close();
	}

	@Test
	void methodsAreHandlersWhileTheApplicationRuns() {
		add("1", "2");
		StreamContainer[] container = new StreamContainer[1];
		this.runner.withBean(Totals.class).run((context) -> {
			assertThat(context).hasNotFailed();
			await().until(() -> this.redis.xlen(this.run + "-out") == 2);
			add("3");
			await().untilAsserted(() -> assertThat(published()).containsExactly("1", "3", "6"));
			container[0] = context.getBean(StreamContainers.class).containers().get(0);
			assertThat(container[0].name()).isEqualTo("totals");
			assertThat(container[0].status().phase()).isEqualTo(Phase.RUNNING);
		});
		assertThat(container[0].isRunning()).isFalse();
	}

	@Test
	void beanThatIsAProcessorIsAHandler() {
		add("4", "5");
		this.runner.withBean(Summing.class).run((context) -> {
			await().untilAsserted(() -> assertThat(published()).containsExactly("4", "9"));
			// what is published is seen before it is counted
			await().ignoreException(MeterNotFoundException.class)
				.untilAsserted(() -> assertThat(context.getBean(MeterRegistry.class)
					.get("escrowmint.streams.messages")
					.tags("container", "summing", "outcome", "handled")
					.counter()
					.count()).isEqualTo(2));
			await().until(() -> context.getBean(MeterRegistry.class)
				.get("escrowmint.streams.behind")
				.tag("container", "summing")
				.timeGauge()
				.value(TimeUnit.SECONDS) < 1);
		});
	}

	@Test
	void eventsOfTheStoreAreHandled() {
		this.runner.withBean(Watching.class).run((context) -> {
			// events are written once the processor has registered as a reader
			await().untilAsserted(() -> {
				context.getBean(QuotaService.class).topUp("wallet", 10);
				assertThat(published()).contains("wallet TOPPED_UP");
			});
		});
	}

	@Test
	void deadLettersAreListedReplayedAndDiscarded() {
		add("poison", "poison");
		this.runner.withBean(Totals.class).run((context) -> {
			StreamsEndpoint endpoint = context.getBean(StreamsEndpoint.class);
			await().until(() -> letters(endpoint).size() == 2);
			assertThat(endpoint.containers()).singleElement()
				.satisfies((status) -> assertThat(status.name()).isEqualTo("totals"));
			DeadLetter first = letters(endpoint).get(0);
			assertThat(first.deliveries()).isEqualTo(2);
			assertThat(endpoint.discard("totals", first.id()).getStatus()).isEqualTo(204);
			assertThat(endpoint.discard("totals", first.id()).getStatus()).isEqualTo(404);
			context.getBean(Totals.class).mended = true;
			assertThat(endpoint.replay("totals", letters(endpoint).get(0).id()).getStatus()).isEqualTo(204);
			await().untilAsserted(() -> assertThat(published()).containsExactly("6"));
			assertThat(letters(endpoint)).isEmpty();
			assertThat(endpoint.replay("other", "1-1").getStatus()).isEqualTo(404);
			assertThat(endpoint.replay("totals", "x").getStatus()).isEqualTo(400);
		});
	}

	@Test
	void deadLetteredEventIsReplayed() {
		this.runner.withBean(Alerting.class).run((context) -> {
			StreamsEndpoint endpoint = context.getBean(StreamsEndpoint.class);
			QuotaService quota = context.getBean(QuotaService.class);
			await().untilAsserted(() -> {
				quota.topUp("wallet", 10);
				assertThat(published()).contains("wallet TOPPED_UP");
			});
			quota.topUp("broken", 10);
			await().until(() -> letters(endpoint, "alerting").size() == 2);
			context.getBean(Alerting.class).mended = true;
			for (DeadLetter letter : letters(endpoint, "alerting")) {
				assertThat(endpoint.replay("alerting", letter.id()).getStatus()).isEqualTo(204);
			}
			await().untilAsserted(() -> assertThat(published()).contains("broken CREATED", "broken TOPPED_UP"));
			assertThat(letters(endpoint, "alerting")).isEmpty();
		});
	}

	@Test
	void streamThatIsToBeCutIsCut() {
		add("1", "2", "3");
		this.runner.withBean(Totals.class)
			.withPropertyValues("escrowmint.streams.trim=${run}-in,${run}-other")
			.run((context) -> {
				await().until(() -> this.redis.xlen(this.run + "-in") == 1);
				assertThat(published()).containsExactly("1", "3", "6");
				await().until(() -> context.getBean(MeterRegistry.class)
					.get("escrowmint.streams.backlog")
					.tag("container", "totals")
					.gauge()
					.value() == 1);
			});
	}

	@Test
	void healthIsDownWhileAMessageStandsInTheWay() {
		add("poison");
		this.runner.withBean(Totals.class).withPropertyValues("escrowmint.streams.poison=block").run((context) -> {
			StreamsHealthIndicator health = context.getBean(StreamsHealthIndicator.class);
			await().untilAsserted(() -> assertThat(health.health().getDetails().get("totals")).asString()
				.contains("phase=BLOCKED", "error=java.lang.IllegalStateException", "backlog=1")
				.doesNotContain("poison"));
			assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
			context.getBean(Totals.class).mended = true;
			await().until(() -> health.health().getStatus().equals(Status.UP));
		});
	}

	@Test
	void queueListenersShareAGroupAndAcknowledgeAfterTheirTransaction() {
		add("1", "poison", "3");
		List<String> calls = new CopyOnWriteArrayList<>();
		PlatformTransactionManager manager = new RecordingTransactions(calls);
		this.runner.withBean(PlatformTransactionManager.class, () -> manager)
			.withBean(Mailer.class, () -> new Mailer(calls))
			.run((context) -> {
				StreamsEndpoint endpoint = context.getBean(StreamsEndpoint.class);
				await().until(() -> letters(endpoint, "mailer").size() == 1);
				await().until(() -> this.redis.xpending(this.run + "-in", "mailers").getCount() == 0);
				assertThat(calls).startsWith("begin", "1 by 1", "commit")
					.contains("begin", "3 by 1", "commit", "rollback");
				assertThat(letters(endpoint, "mailer").get(0).deliveries()).isEqualTo(2);
			});
	}

	@Test
	void handlersCommitInADatabaseThatTheApplicationHas() {
		add("1", "2", "3");
		this.runner
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class, JdbcTemplateAutoConfiguration.class))
			.withPropertyValues("escrowmint.streams.sql.enabled=true",
					"spring.datasource.url=jdbc:h2:mem:" + this.run + ";DB_CLOSE_DELAY=-1")
			.withBean(Landing.class)
			.withBean(Remembering.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(SqlStreamStore.class);
				assertThat(context.getBean(QueueTransaction.class)).isInstanceOf(JdbcProcessedMessages.class);
				JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
				await().untilAsserted(
						() -> assertThat(jdbc.queryForList("select number from landed order by number", Long.class))
							.containsExactly(1L, 2L, 3L));
				await().untilAsserted(() -> assertThat(
						jdbc.queryForObject("select count(*) from escrowmint_stream_processed", Long.class))
					.isEqualTo(3));
			});
	}

	@ParameterizedTest
	@ValueSource(classes = { Remembering.class, Committing.class })
	void tablesAreThereAlsoIfBeansAreLazy(Class<?> handler) {
		add("1");
		this.runner
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class))
			.withInitializer(LazyBeans::initialize)
			.withPropertyValues("escrowmint.streams.sql.enabled=true",
					"spring.datasource.url=jdbc:h2:mem:lazy-" + this.run + ";DB_CLOSE_DELAY=-1")
			.withBean(handler)
			.run((context) -> {
				StreamContainer container = context.getBean(StreamContainers.class).containers().get(0);
				await().until(() -> container.status().phase() == Phase.RUNNING);
				assertThat(new JdbcTemplate(context.getBean(DataSource.class))
					.queryForList("select * from escrowmint_stream_processed")).isNotNull();
			});
	}

	@Test
	void handlerThatCommitsInADatabaseNeedsOne() {
		this.runner.withBean(Landing.class)
			.run((context) -> assertMisconfigured(context, "landing", "escrowmint.streams.sql.enabled=true"));
	}

	@Test
	void transactionManagersWithoutAPrimaryOneRememberNothingUnlessThatIsAskedFor() {
		ApplicationContextRunner two = this.runner
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.withPropertyValues("escrowmint.streams.sql.enabled=true",
					"spring.datasource.url=jdbc:h2:mem:two-" + this.run)
			.withBean("one", PlatformTransactionManager.class, () -> new RecordingTransactions(new ArrayList<>()))
			.withBean("other", PlatformTransactionManager.class, () -> new RecordingTransactions(new ArrayList<>()));
		two.run((context) -> assertThat(context.getBean(QueueTransaction.class)).isSameAs(QueueTransaction.NONE));
		two.withPropertyValues("escrowmint.streams.sql.processed=true")
			.run((context) -> assertMisconfigured(context, "none is primary", "@Primary"));
		two.withPropertyValues("escrowmint.streams.sql.processed=true")
			.withBean(QueueTransaction.class, () -> QueueTransaction.NONE)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void listenersThatWantATransactionAndCannotTellWhichAreWarnedOfOnce(boolean jdbc) {
		ApplicationContextRunner two = this.runner
			.withClassLoader(new FilteredClassLoader(jdbc ? new String[0]
					: new String[] { "org.springframework.boot.jdbc", "org.springframework.jdbc" }))
			.withBean("one", PlatformTransactionManager.class, () -> new RecordingTransactions(new ArrayList<>()))
			.withBean("other", PlatformTransactionManager.class, () -> new RecordingTransactions(new ArrayList<>()));
		two.run((context) -> assertThat(context).hasNotFailed());
		two.withBean(WithoutTransaction.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.started.lines(Level.WARN)).isEmpty();
		two.withBean(Remembering.class).withBean(InTransaction.class).run((context) -> {
			assertThat(context.getBean(StreamContainers.class).containers()).hasSize(2);
			assertThat(this.started.lines(Level.WARN)).singleElement()
				.asString()
				.contains("without a transaction", "@Primary");
		});
	}

	@ParameterizedTest
	@CsvSource({ "false, true", "true, false", "true, true" })
	void listenerHasATransactionOfTheDatabaseBesideManagersOfOthers(boolean sql, boolean processed) {
		add("1");
		this.runner
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					JdbcAutoConfigurationTests.LaterTransactionManager.class))
			.withUserConfiguration(JdbcAutoConfigurationTests.OwnTransactionManager.class)
			.withPropertyValues("escrowmint.streams.sql.enabled=" + sql,
					"escrowmint.streams.sql.processed=" + processed,
					"spring.datasource.url=jdbc:h2:mem:others-" + sql + processed + this.run + ";DB_CLOSE_DELAY=-1")
			.withBean(InTransaction.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				InTransaction listener = context.getBean(InTransaction.class);
				await().until(() -> !listener.connections.isEmpty());
				assertThat(listener.connections).containsExactly(true);
				assertThat(this.started.lines(Level.WARN)).isEmpty();
			});
	}

	@Test
	void transactionManagersWithoutAPrimaryOneAreAFailureAlsoIfBeansAreLazy() {
		this.runner.withInitializer(LazyBeans::initialize)
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.withPropertyValues("escrowmint.streams.sql.enabled=true", "escrowmint.streams.sql.processed=true",
					"spring.datasource.url=jdbc:h2:mem:lazy-" + this.run)
			.run((context) -> assertMisconfigured(context, "no transaction manager", "@Primary"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sqlThatIsAskedForNeedsOneDataSource(boolean lazy) {
		ApplicationContextRunner asked = this.runner.withInitializer(lazy ? LazyBeans::initialize : (context) -> {
		}).withPropertyValues("escrowmint.streams.sql.enabled=true");
		ApplicationContextRunner two = asked.withUserConfiguration(TwoDataSources.class);
		for (ApplicationContextRunner each : List.of(asked, two, asked
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.jdbc", "org.springframework.jdbc")))) {
			each.run((context) -> assertMisconfigured(context, "escrowmint.streams.sql.enabled=true",
					"spring.datasource.url"));
		}
	}

	@Test
	void sqlOfTheApplicationNeedsNoDataSourceOfOurs() {
		ApplicationContextRunner asked = this.runner.withUserConfiguration(TwoDataSources.class)
			.withPropertyValues("escrowmint.streams.sql.enabled=true");
		asked.withBean(QueueTransaction.class, () -> QueueTransaction.NONE)
			.run((context) -> assertThat(context).hasNotFailed());
		ApplicationContextRunner committing = asked.withBean(SqlStreamStore.class,
				() -> new SqlStreamStore(new SimpleDriverDataSource(), TransactionOperations.withoutTransaction()));
		committing.run((context) -> assertThat(context).hasNotFailed());
		committing.withPropertyValues("escrowmint.streams.sql.processed=true")
			.run((context) -> assertMisconfigured(context, "several and none is primary", "QueueTransaction"));
	}

	@Test
	void severalDataSourcesAreNobodysConcernUnlessSqlIsAskedFor() {
		this.runner.withUserConfiguration(TwoDataSources.class)
			.withPropertyValues("escrowmint.streams.sql.processed=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "0s", "-7d" })
	void messagesAreRememberedForATime(String retention) {
		this.runner
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class))
			.withPropertyValues("escrowmint.streams.sql.enabled=true", "escrowmint.streams.sql.retention=" + retention,
					"spring.datasource.url=jdbc:h2:mem:retention-" + this.run)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo("escrowmint.streams.sql.retention");
					assertThat(ex.getReason()).contains("1 ms or more");
				}));
	}

	@Test
	void transactionManagerForJdbcRemembersBesideOthers() {
		this.runner
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					JdbcAutoConfigurationTests.LaterTransactionManager.class))
			.withUserConfiguration(JdbcAutoConfigurationTests.OwnTransactionManager.class)
			.withPropertyValues("spring.datasource.url=jdbc:h2:mem:beside-" + this.run)
			.run((context) -> assertThat(context.getBean(QueueTransaction.class))
				.isInstanceOf(SpringQueueTransaction.class));
		this.runner
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					JdbcAutoConfigurationTests.LaterTransactionManager.class))
			.withUserConfiguration(JdbcAutoConfigurationTests.OwnTransactionManager.class)
			.withPropertyValues("escrowmint.streams.sql.enabled=true",
					"spring.datasource.url=jdbc:h2:mem:remembering-" + this.run + ";DB_CLOSE_DELAY=-1")
			.withBean(Remembering.class)
			.run((context) -> {
				add("1");
				assertThat(context.getBean(QueueTransaction.class)).isInstanceOf(JdbcProcessedMessages.class);
				JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
				await().untilAsserted(() -> assertThat(
						jdbc.queryForObject("select count(*) from escrowmint_stream_processed", Long.class))
					.isEqualTo(1));
			});
	}

	@Test
	void schemaThatIsNotInitializedIsNotThere() {
		this.runner
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class, JdbcTemplateAutoConfiguration.class))
			.withPropertyValues("escrowmint.streams.sql.enabled=true", "escrowmint.streams.sql.processed=false",
					"escrowmint.streams.sql.initialize-schema=never",
					"spring.datasource.url=jdbc:h2:mem:none-" + this.run)
			.run((context) -> {
				assertThat(context.getBean(QueueTransaction.class)).isInstanceOf(SpringQueueTransaction.class);
				assertThatExceptionOfType(BadSqlGrammarException.class)
					.isThrownBy(() -> context.getBean(JdbcTemplate.class)
						.queryForList("select * from escrowmint_stream_processed"));
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "never", "embedded" })
	void databaseThatIsAwayIsNotAskedForItsKindUnlessTablesAreWanted(String mode) {
		this.runner
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class))
			.withPropertyValues("escrowmint.streams.sql.enabled=true",
					"escrowmint.streams.sql.initialize-schema=" + mode,
					"spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none?connectTimeout=1")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SqlStreamStore.class));
	}

	@Test
	void healthIsSwitchedOffByItsProperty() {
		this.runner.withPropertyValues("management.health.escrowmint-streams.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(StreamContainers.class)
				.doesNotHaveBean(StreamsHealthIndicator.class));
	}

	@Test
	void listenerWithTheWrongParametersIsAFailure() {
		this.runner.withBean(Returning.class)
			.run((context) -> assertMisconfigured(context, "returns something", "void handle(Message message)"));
	}

	@Test
	void streamsThatNobodyHereCutsAreWarnedOf() {
		String warning = "no handler of this application reads; it does not cut them: [%s]";
		ApplicationContextRunner trimming = this.runner
			.withPropertyValues("escrowmint.streams.trim=totals," + this.run + "-in");
		trimming.withBean(Totals.class).withBean(Remembering.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.trimmed.lines(Level.WARN)).singleElement().asString().contains(warning.formatted("totals"));
		});
		trimming.run((context) -> assertThat(this.trimmed.lines(Level.WARN)).hasSize(2)
			.last()
			.asString()
			.contains(warning.formatted(this.run + "-in, totals")));
		this.runner.withBean(Totals.class)
			.withPropertyValues("escrowmint.streams.trim=" + this.run + "-in")
			.run((context) -> assertThat(this.trimmed.lines(Level.WARN)).hasSize(2));
	}

	@Test
	void applicationWithoutHandlersHasNoContainers() {
		this.runner.run((context) -> assertThat(context.getBean(StreamContainers.class).containers()).isEmpty());
	}

	@Test
	void disabledStreamsAreGone() {
		this.runner.withBean(Totals.class)
			.withPropertyValues("escrowmint.streams.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(StreamContainers.class)
				.doesNotHaveBean(RedisStreams.class)
				.doesNotHaveBean(StreamsEndpoint.class)
				.doesNotHaveBean(StreamsHealthIndicator.class)
				.doesNotHaveBean(StreamMetrics.class));
	}

	@Test
	void handlerWithoutRedisIsAFailureThatSaysWhatToAdd() {
		this.bare.withBean(Totals.class)
			.withPropertyValues("escrowmint.store=memory")
			.run((context) -> assertMisconfigured(context, "totals", "spring-boot-starter-data-redis"));
		this.bare.withPropertyValues("escrowmint.store=memory")
			.withClassLoader(new FilteredClassLoader("org.springframework.data.redis", "io.lettuce"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void withoutJacksonAnotherCodecIsNeeded() {
		ApplicationContextRunner plain = this.runner.withBean("totals", Totals.class)
			.withClassLoader(new FilteredClassLoader("tools.jackson"));
		plain.run((context) -> assertMisconfigured(context, "totals", "StreamCodec"));
	}

	@Test
	void codecOfTheUserReplacesOurs() {
		StreamCodec mine = new StreamCodec() {

			@Override
			public byte[] write(Object value) {
				return value.toString().getBytes(StandardCharsets.UTF_8);
			}

			@Override
			public Object read(byte[] bytes, Type type) {
				return Long.valueOf(new String(bytes, StandardCharsets.UTF_8));
			}

		};
		add("7");
		this.runner.withBean(StreamCodec.class, () -> mine).withBean(Summing.class).run((context) -> {
			assertThat(context).hasSingleBean(StreamCodec.class);
			await().untilAsserted(() -> assertThat(published()).containsExactly("7"));
		});
	}

	@Test
	void methodWithTheWrongParametersIsAFailure() {
		this.runner.withBean(Misshapen.class)
			.run((context) -> assertMisconfigured(context, "misshapen", "State handle(State state, Message message"));
		this.runner.withBean(OtherState.class)
			.run((context) -> assertMisconfigured(context, "another type", "of one type"));
		this.runner.withBean(NoProcessor.class)
			.run((context) -> assertMisconfigured(context, "no StreamProcessor", "Implement"));
	}

	@Test
	void twoHandlersOfOneIdAreAFailure() {
		this.runner.withBean("a", Totals.class)
			.withBean("b", Totals.class)
			.run((context) -> assertMisconfigured(context, "'totals'", "id of its own"));
	}

	@Test
	void wrongAttributeIsAFailure() {
		this.runner.withBean(NoBatch.class).run((context) -> assertMisconfigured(context, "batch", "attribute"));
	}

	@Test
	void blockThatOutlastsTheTimeoutOfRedisIsAFailureWithAnAnalysis() {
		this.runner.withBean(Totals.class)
			.withPropertyValues("spring.data.redis.timeout=20ms", "escrowmint.events.enabled=")
			.run((context) -> {
				assertThat(context).hasFailed();
				Throwable failure = context.getStartupFailure();
				assertThat(failure).rootCause().isInstanceOf(StreamMisconfiguredException.class);
				FailureAnalysis analysis = new StreamFailureAnalyzer().analyze(failure);
				assertThat(analysis.getDescription()).contains("PT0.02S");
				assertThat(analysis.getAction()).contains("escrowmint.streams.block");
			});
	}

	@Test
	void deadRedisDoesNotStopTheStart() {
		this.bare.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.port=" + FreePorts.next())
			.withBean(Totals.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void shippedOptionsAreThoseOfTheCore() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(StreamsAutoConfiguration.class))
			.run((context) -> assertThat(context.getBean(StreamsProperties.class).options())
				.isEqualTo(StreamOptions.DEFAULTS));
	}

	@ParameterizedTest
	@CsvSource({ "block, 0s, 1 ms or more", "batch, 0, between 1 and", "max-deliveries, 0, 1 or more",
			"backoff-max, 1ms, or more", "ownership, 50ms, twice block", "claim-after, 0s, 1 ms",
			"max-behind, 0s, 1 ms", "max-backlog, 0, 1 or more" })
	void wrongValueIsNamedWithItsRule(String property, String value, String rule) {
		this.runner.withPropertyValues("escrowmint.streams." + property + "=" + value)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo("escrowmint.streams." + property);
					assertThat(ex.getReason()).contains(rule);
				}));
	}

	private static void assertMisconfigured(AssertableApplicationContext context, String message, String action) {
		assertThat(context).hasFailed();
		Throwable failure = context.getStartupFailure();
		while (!(failure instanceof MisconfigurationException) && failure.getCause() != null) {
			failure = failure.getCause();
		}
		assertThat(failure).isInstanceOfSatisfying(MisconfigurationException.class, (ex) -> {
			assertThat(ex.getMessage()).containsIgnoringCase(message);
			assertThat(ex.action()).contains(action);
		});
	}

	private static List<DeadLetter> letters(StreamsEndpoint endpoint) {
		return letters(endpoint, "totals");
	}

	@SuppressWarnings("unchecked")
	private static List<DeadLetter> letters(StreamsEndpoint endpoint, String container) {
		return (List<DeadLetter>) endpoint.deadLetters(container, null, null).getBody();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(60));
	}

	private void add(String... values) {
		for (String value : values) {
			this.redis.xadd(this.run + "-in", Map.of("payload", value.equals("poison") ? "6" : value, "kind", value));
		}
	}

	private List<String> published() {
		return this.redis.xrange(this.run + "-out", Range.unbounded())
			.stream()
			.map((entry) -> entry.getBody().get("value"))
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDataSources {

		@Bean
		DataSource one() {
			return new SimpleDriverDataSource();
		}

		@Bean
		DataSource other() {
			return new SimpleDriverDataSource();
		}

	}

	static class Totals {

		volatile boolean mended;

		@StreamHandler(stream = "${run}-in", id = "totals", publishes = "${run}-out", maxDeliveries = 2)
		Long handle(@Nullable Long total, Long number, StreamTransaction tx) {
			if (!this.mended && "poison".equals(tx.message().text("kind"))) {
				throw new IllegalStateException("poison");
			}
			long next = ((total != null) ? total : 0) + number;
			tx.publish(tx.message().stream().replace("-in", "-out"), Map.of("value", next));
			return next;
		}

	}

	@StreamHandler(stream = "${run}-in", id = "summing", batch = 1)
	static class Summing implements StreamProcessor<Long, Long> {

		@Override
		public Long handle(@Nullable Long total, Long number, StreamTransaction tx) {
			long next = ((total != null) ? total : 0) + number;
			tx.publish(tx.message().stream().replace("-in", "-out"), Map.of("value", next));
			return next;
		}

	}

	static class Watching {

		@Value("${run}")
		String run;

		@StreamHandler(stream = StreamHandler.EVENTS, id = "watching", poison = PoisonPolicy.BLOCK)
		void handle(WalletEvent event, StreamTransaction tx) {
			tx.publish(this.run + "-out", Map.of("value", event.wallet() + " " + event.type()));
		}

	}

	static class Alerting {

		@Value("${run}")
		String run;

		volatile boolean mended;

		@StreamHandler(stream = StreamHandler.EVENTS, id = "alerting", maxDeliveries = 1)
		void handle(WalletEvent event, StreamTransaction tx) {
			if (event.wallet().equals("broken") && !this.mended) {
				throw new IllegalStateException("not yet");
			}
			tx.publish(this.run + "-out", Map.of("value", event.wallet() + " " + event.type()));
		}

	}

	record Mailer(List<String> calls) {

		@StreamQueueListener(stream = "${run}-in", group = "mailers", id = "mailer", maxDeliveries = 2)
		void send(Delivery delivery, Long number) {
			this.calls.add(number + " by " + delivery.deliveries());
			if ("poison".equals(delivery.message().text("kind"))) {
				throw new IllegalStateException("poison");
			}
		}

	}

	static class Landing {

		private final JdbcTemplate jdbc;

		Landing(ObjectProvider<JdbcTemplate> jdbc) {
			this.jdbc = jdbc.getIfAvailable();
			if (this.jdbc != null) {
				this.jdbc.execute("create table landed (number bigint)");
			}
		}

		@StreamHandler(stream = "${run}-in", id = "landing", commit = CommitStore.SQL)
		void land(Long number) {
			this.jdbc.update("insert into landed values (?)", number);
		}

	}

	static class Committing {

		@StreamHandler(stream = "${run}-in", id = "committing", commit = CommitStore.SQL)
		void handle(Long number) {
		}

	}

	static class Remembering {

		@StreamQueueListener(stream = "${run}-in", group = "g")
		void handle(Long number) {
		}

	}

	/**
	 * Notes whether the transaction of each call is one of the database.
	 */
	static class InTransaction {

		final List<Boolean> connections = new CopyOnWriteArrayList<>();

		private final @Nullable DataSource source;

		InTransaction(ObjectProvider<DataSource> source) {
			this.source = source.getIfUnique();
		}

		@StreamQueueListener(stream = "${run}-in", group = "noting")
		void handle(Long number) {
			this.connections.add(this.source != null && TransactionSynchronizationManager.hasResource(this.source));
		}

	}

	static class WithoutTransaction {

		@StreamQueueListener(stream = "${run}-in", group = "without", transactional = false)
		void handle(Long number) {
		}

	}

	static class Returning {

		@StreamQueueListener(stream = "in", group = "g")
		String handle(String message) {
			return message;
		}

	}

	/**
	 * Says what it is told.
	 *
	 * @param calls what it was told
	 */
	record RecordingTransactions(List<String> calls) implements PlatformTransactionManager {

		@Override
		public TransactionStatus getTransaction(TransactionDefinition definition) {
			this.calls.add("begin");
			return new SimpleTransactionStatus();
		}

		@Override
		public void commit(TransactionStatus status) {
			this.calls.add("commit");
		}

		@Override
		public void rollback(TransactionStatus status) {
			this.calls.add("rollback");
		}

	}

	static class Misshapen {

		@StreamHandler(stream = "in", id = "misshapen")
		void handle(String one, String two) {
		}

	}

	static class OtherState {

		@StreamHandler(stream = "in", id = "other")
		String handle(Long state, String message) {
			return message;
		}

	}

	@StreamHandler(stream = "in", id = "none")
	static class NoProcessor {

	}

	static class NoBatch {

		@StreamHandler(stream = "in", id = "batch", batch = 0)
		void handle(String message) {
		}

	}

}
