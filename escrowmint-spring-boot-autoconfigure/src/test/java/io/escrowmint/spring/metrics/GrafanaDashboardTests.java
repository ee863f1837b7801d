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

import io.escrowmint.lease.LeaseOptions;
import io.escrowmint.lease.StoreCreditLeases;
import io.escrowmint.metering.Admission;
import io.escrowmint.metering.Ending;
import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.metering.Settlement;
import io.escrowmint.metering.StoreMeteringSessions;
import io.escrowmint.model.TopUp;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.Sweeper;
import io.escrowmint.store.memory.MemoryQuotaStore;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
		metering.decided(new Admission.Admitted(3, 7L));
		metering.ended(Ending.Kind.RETURNED, Duration.ofMillis(5));
		metering.settled(new Settlement(Settlement.Kind.CHARGED, 3, 0));
		metering.shadowed("charged", 8);
		new BacklogMetrics(new StoreMeteringSessions(store, 0, MeteringOptions.DEFAULTS, metering))
			.bindTo(this.registry);
		new SweeperMetrics(new Sweeper(store, Sweeper.Options.DEFAULTS)).bindTo(this.registry);
		new CircuitMetrics(() -> Map.of("taking", "CLOSED")).bindTo(this.registry);
		new RedisStoreMetrics(this.registry).sent(3);
		LeaseMetrics leases = new LeaseMetrics(this.registry);
		leases.granted(10, 10, false, Duration.ofMillis(5));
		new LeaseExposureMetrics(new StoreCreditLeases(store, LeaseOptions.DEFAULTS, leases)).bindTo(this.registry);
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
