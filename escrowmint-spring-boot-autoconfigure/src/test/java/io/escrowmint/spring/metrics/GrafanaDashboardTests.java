package io.escrowmint.spring.metrics;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.escrowmint.jdbc.JdbcListener;
import io.escrowmint.lease.LeaseOptions;
import io.escrowmint.lease.StoreCreditLeases;
import io.escrowmint.ledger.LedgerListener;
import io.escrowmint.ledger.LedgerPump;
import io.escrowmint.ledger.LedgerReconciler;
import io.escrowmint.ledger.LedgerRepair;
import io.escrowmint.ledger.LedgerStore;
import io.escrowmint.ledger.LedgerVerifier;
import io.escrowmint.ledger.PumpOptions;
import io.escrowmint.ledger.ReconcileOptions;
import io.escrowmint.ledger.jdbc.JdbcLedgerStore;
import io.escrowmint.metering.Admission;
import io.escrowmint.metering.Ending;
import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.metering.Settlement;
import io.escrowmint.metering.StoreMeteringSessions;
import io.escrowmint.model.TopUp;
import io.escrowmint.spring.stream.StreamContainers;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.Sweeper;
import io.escrowmint.store.memory.MemoryQuotaStore;
import io.escrowmint.stream.EventWatch;
import io.escrowmint.stream.JacksonStreamCodec;
import io.escrowmint.stream.QueueDefinition;
import io.escrowmint.stream.RedisStreams;
import io.escrowmint.stream.StreamListener;
import io.escrowmint.stream.StreamOptions;
import io.escrowmint.testing.TestRedis;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

class GrafanaDashboardTests {

	private static final Path DASHBOARD = Path.of("../docs/grafana-dashboard.json");

	private static final Pattern METRIC = Pattern.compile("escrowmint_[a-z_]+");

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	@Test
	void everyMetricOfTheDashboardIsScraped() throws Exception {
		traffic();
		Set<String> scraped = metrics(this.registry.scrape());
		Set<String> shown = metrics(Files.readString(DASHBOARD));
		assertThat(shown).hasSizeGreaterThan(12);
		assertThat(scraped).containsAll(shown);
	}

	@Test
	void everyMeterIsOnTheDashboard() throws Exception {
		traffic();
		Set<String> shown = metrics(Files.readString(DASHBOARD));
		assertThat(this.registry.getMeters()).extracting((meter) -> meter.getId().getName().replace('.', '_'))
			.allSatisfy((name) -> assertThat(shown).anyMatch((metric) -> metric.startsWith(name)));
	}

	@Test
	void dashboardIsOneThatGrafanaCanRead() throws Exception {
		JsonNode dashboard = JsonMapper.builder().build().readTree(Files.readString(DASHBOARD));
		assertThat(dashboard.path("panels").size()).isGreaterThan(7);
		assertThat(dashboard.path("panels")).allSatisfy((panel) -> {
			assertThat(panel.path("title").asString()).isNotBlank();
			assertThat(panel.path("targets").size()).isPositive();
		});
	}

	private void traffic() {
		MemoryQuotaStore store = new MemoryQuotaStore(StoreOptions.DEFAULTS, InstantSource.system());
		new TimedStoreDecorator(this.registry).decorate(store).execute(TopUp.of("wallet", 5));
		MeteringMetrics metering = new MeteringMetrics(this.registry);
		metering.decided(new Admission.Admitted(3, new Admission.Balance(7, 3)));
		metering.ended(Ending.Kind.RETURNED, Duration.ofMillis(5));
		metering.settled(new Settlement(Settlement.Kind.CHARGED, 3, 0));
		metering.shadowed("charged", 8);
		new BacklogMetrics(new StoreMeteringSessions(store, 0, MeteringOptions.DEFAULTS, metering))
			.bindTo(this.registry);
		new EventMetrics(new EventWatch(store.events(), 10)).bindTo(this.registry);
		new SweeperMetrics(new Sweeper(store, Sweeper.Options.DEFAULTS)).bindTo(this.registry);
		new CircuitMetrics(() -> Map.of("taking", "CLOSED")).bindTo(this.registry);
		new RedisStoreMetrics(this.registry).sent(3);
		LeaseMetrics leases = new LeaseMetrics(this.registry);
		leases.granted(10, 10, false, Duration.ofMillis(5));
		new LeaseExposureMetrics(new StoreCreditLeases(store, LeaseOptions.DEFAULTS, leases)).bindTo(this.registry);
		ledger(store);
		streams();
		JdbcMetrics jdbc = new JdbcMetrics(this.registry);
		jdbc.written("orders", JdbcListener.WriteOperation.IDEMPOTENT_INSERT, JdbcListener.WriteStatus.WRITTEN);
		jdbc.lockWaited(JdbcListener.LockStrategy.ROW, JdbcListener.LockStatus.ACQUIRED, Duration.ofMillis(5));
		jdbc.collided(1, false);
	}

	private void ledger(MemoryQuotaStore store) {
		new LedgerMetrics(this.registry).landed(3, 1, Duration.ofMillis(5));
		LedgerStore ledger = new JdbcLedgerStore(new DriverManagerDataSource("jdbc:h2:mem:dashboard"), "dashboard_");
		new LedgerPumpMetrics(
				new LedgerPump(store.events(), ledger, PumpOptions.DEFAULTS, LedgerListener.NONE, Thread::new))
			.bindTo(this.registry);
		LedgerVerifier verifier = new LedgerVerifier(ledger, store.events(), store.recovery(), "ledger");
		LedgerRepair repair = new LedgerRepair(verifier, StoreOptions.DEFAULTS, Duration.ofSeconds(1));
		new LedgerVerifyMetrics(new LedgerReconciler(ledger, verifier, repair,
				new ReconcileOptions(Duration.ofSeconds(1), 100, true, 1), Thread::new))
			.bindTo(this.registry);
	}

	private void streams() {
		StreamContainers containers = new StreamContainers(Duration.ofSeconds(1));
		try (RedisStreams redis = new RedisStreams(TestRedis.shared().connectionFactory(), "dashboard",
				new JacksonStreamCodec(JsonMapper.shared()), Thread::new)) {
			containers.add(redis.listener(QueueDefinition.of("orders", "group", Long.class, (message, delivery) -> {
			}), StreamOptions.DEFAULTS, StreamListener.NONE), redis.deadLetters("orders", "group"));
		}
		StreamMetrics streams = new StreamMetrics(this.registry, containers);
		streams.committed("orders", 3, Duration.ofMillis(5));
		streams.fenced("orders");
	}

	private static Set<String> metrics(String text) {
		Set<String> names = new TreeSet<>();
		Matcher matcher = METRIC.matcher(text);
		while (matcher.find()) {
			names.add(matcher.group());
		}
		return names;
	}

}
