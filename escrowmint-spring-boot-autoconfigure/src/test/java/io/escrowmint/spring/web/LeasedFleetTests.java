package io.escrowmint.spring.web;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.escrowmint.Metered;
import io.escrowmint.MeteringPath;
import io.escrowmint.QuotaService;
import io.escrowmint.WalletResolver;
import io.escrowmint.lease.CreditLeases;
import io.escrowmint.lease.LeaseExposure;
import io.escrowmint.model.Figures;
import io.escrowmint.testing.EmbeddedRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Instances of an application that share a wallet, come, go and lose their Redis.
 */
class LeasedFleetTests {

	private static EmbeddedRedis redis;

	private final String wallet = "wallet-" + UUID.randomUUID();

	private final List<ConfigurableApplicationContext> instances = new ArrayList<>();

	@BeforeAll
	static void startRedis() {
		redis = EmbeddedRedis.version7("appendonly yes", "appendfsync always").start();
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	@AfterEach
	void stop() {
		this.instances.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	void lastCreditsAreSpentFromEitherInstanceAndNoneIsStranded() throws Exception {
		ConfigurableApplicationContext first = instance("escrowmint.leases.idle-after=1s");
		ConfigurableApplicationContext second = instance("escrowmint.leases.idle-after=1s");
		fill(first, 200);
		int served = 0;
		boolean leased = false;
		while (served < 100) {
			for (ConfigurableApplicationContext each : this.instances) {
				assertThat(status(each)).isEqualTo(200);
				served++;
			}
			leased |= leases(second).exposure().unspent() > 0;
		}
		assertThat(leased).isTrue();
		while (served < 200) {
			if (status(first) == 200) {
				served++;
			}
			else {
				// What the other has left comes back when nobody uses it.
				await().until(() -> state(first).available() > 0);
			}
		}
		assertThat(status(first)).isEqualTo(402);
		assertThat(status(second)).isEqualTo(402);
		await().untilAsserted(() -> assertThat(state(first)).isEqualTo(new Figures(0, 0, 0, 200, 200, 0)));
	}

	@Test
	void instanceThatGoesGivesBackWhatItHasNotSpent() throws Exception {
		ConfigurableApplicationContext going = instance();
		ConfigurableApplicationContext staying = instance();
		fill(going, 1000);
		assertThat(status(going)).isEqualTo(200);
		assertThat(state(staying).leased()).isPositive();
		CompletableFuture<Integer> last = CompletableFuture.supplyAsync(() -> get(going, "/slow").statusCode());
		await().until(() -> leases(going).exposure().held() == 5);
		going.close();
		assertThat(last.join()).isEqualTo(200);
		// Request, settle and release were all over when the context was closed.
		assertThat(state(staying)).isEqualTo(new Figures(994, 0, 0, 6, 1000, 0));
	}

	@Test
	void requestsGoOnWithoutRedisUntilTheirLeaseEnds() throws Exception {
		ConfigurableApplicationContext instance = instance("escrowmint.timeout=1s", "escrowmint.leases.duration=10s",
				"escrowmint.leases.safety-margin=500ms", "escrowmint.leases.initial-size=10000");
		// More than can be asked for meanwhile: only time ends the lease.
		fill(instance, 100_000);
		await().until(() -> status(instance) == 200);
		redis.kill();
		try {
			assertThat(status(instance)).isEqualTo(200);
			assertThat(status(instance)).isEqualTo(200);
			await().pollInterval(Duration.ofMillis(50)).until(() -> status(instance) == 503);
			assertThat(leases(instance).balance(this.wallet).leasedHere()).isZero();
		}
		finally {
			redis.start();
		}
		await().until(() -> status(instance) == 200);
	}

	@Test
	void shadowLeasesNothing() throws Exception {
		ConfigurableApplicationContext instance = instance("escrowmint.metered.mode=shadow");
		fill(instance, 1000);
		HttpResponse<String> response = get(instance, "/one");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("X-Credits-Cost")).isEmpty();
		assertThat(leases(instance).exposure()).isEqualTo(LeaseExposure.NONE);
		assertThat(state(instance)).isEqualTo(new Figures(1000, 0, 0, 0, 1000, 0));
	}

	private ConfigurableApplicationContext instance(String... properties) {
		List<String> all = new ArrayList<>(List.of("server.port=0", "spring.data.redis.port=" + redis.port(),
				"escrowmint.timeout=30s", "escrowmint.resilience.silence=1m", "escrowmint.leases.initial-size=20",
				"escrowmint.leases.min-size=5", "escrowmint.leases.report-interval=20ms", "spring.main.banner-mode=off",
				"server.shutdown=graceful"));
		all.addAll(List.of(properties));
		ConfigurableApplicationContext instance = new SpringApplicationBuilder(Application.class)
			.properties(all.toArray(String[]::new))
			.run();
		this.instances.add(instance);
		return instance;
	}

	private void fill(ConfigurableApplicationContext instance, long credits) {
		// The first call of an instance loads its code.
		QuotaService quota = instance.getBean(QuotaService.class);
		await().ignoreExceptions().until(() -> quota.topUp(this.wallet, credits, "fill").applied());
	}

	private Figures state(ConfigurableApplicationContext instance) {
		return instance.getBean(QuotaService.class).state(this.wallet).figures();
	}

	private static CreditLeases leases(ConfigurableApplicationContext instance) {
		return instance.getBean(CreditLeases.class);
	}

	private int status(ConfigurableApplicationContext instance) {
		return get(instance, "/one").statusCode();
	}

	private HttpResponse<String> get(ConfigurableApplicationContext instance, String path) {
		int port = ((WebServerApplicationContext) instance).getWebServer().getPort();
		try {
			return new Wire(port).send("GET", path, null, List.of("Wallet", this.wallet));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		WalletResolver wallets() {
			return (request) -> request.header("Wallet");
		}

		@RestController
		static class Handlers {

			private final CountDownLatch closing = new CountDownLatch(1);

			@EventListener(ContextClosedEvent.class)
			void close() {
				this.closing.countDown();
			}

			@Metered(path = MeteringPath.LEASED)
			@GetMapping("/one")
			String one() {
				return "done";
			}

			@Metered(value = "5", path = MeteringPath.LEASED)
			@GetMapping("/slow")
			String slow() throws InterruptedException {
				// Stands for work that goes on while its instance shuts down.
				boolean closed = this.closing.await(60, TimeUnit.SECONDS);
				Thread.sleep(300);
				return closed ? "done" : "not closed";
			}

		}

	}

}
