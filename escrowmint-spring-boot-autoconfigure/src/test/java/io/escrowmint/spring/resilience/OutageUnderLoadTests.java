package io.escrowmint.spring.resilience;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import io.escrowmint.Metered;
import io.escrowmint.QuotaService;
import io.escrowmint.WalletResolver;
import io.escrowmint.model.Figures;
import io.escrowmint.testing.EmbeddedRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Redis goes away and comes back under load. Settings are the shipped ones, but for holds
 * that expire soon enough to be waited for.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		classes = OutageUnderLoadTests.Application.class, properties = "escrowmint.metered.ttl=5s")
class OutageUnderLoadTests {

	private static final EmbeddedRedis REDIS = EmbeddedRedis.version7("appendonly yes", "appendfsync always").start();

	private static final int CLIENTS = 30;

	private static final long TIMEOUT = 2_000;

	private static final long TOLERANCE = 100;

	private static final long GRANTED = 1_000_000;

	private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean running = true;

	/** The longest that a thread of this machine overslept, in milliseconds. */
	private volatile long hiccup;

	@LocalServerPort
	private int port;

	@Autowired
	private QuotaService quota;

	@DynamicPropertySource
	static void redis(DynamicPropertyRegistry registry) {
		registry.add("spring.data.redis.port", REDIS::port);
	}

	@AfterAll
	static void stop() {
		REDIS.close();
	}

	@Test
	void everyAnswerIs200Or503InTimeAndNothingIsLost() throws Exception {
		this.quota.topUp("load", GRANTED);
		start();
		awaitLatest(200);
		REDIS.stop();
		awaitLatest(503);
		long away = System.nanoTime();
		Awaitility.await().until(() -> System.nanoTime() - away > TimeUnit.SECONDS.toNanos(3));
		REDIS.start();
		awaitLatest(200);
		this.running = false;
		for (Thread thread : this.threads) {
			thread.join();
		}
		Map<Integer, Long> statuses = this.answers.stream()
			.collect(Collectors.groupingBy(Answer::status, Collectors.counting()));
		long slowest = this.answers.stream().mapToLong(Answer::millis).max().orElseThrow();
		System.out.println("outage under load: " + statuses + ", slowest " + slowest + " ms, hiccup " + this.hiccup);
		assertThat(statuses).containsOnlyKeys(200, 503);
		assertThat(slowest).isLessThanOrEqualTo(TIMEOUT + TOLERANCE + this.hiccup);
		// Most of the outage is answered at once, and not by waiting.
		assertThat(this.answers).filteredOn((answer) -> answer.status() == 503 && answer.millis() < 500)
			.hasSizeGreaterThan(CLIENTS * 2);
		assertNothingIsLost(statuses.get(200));
	}

	private void assertNothingIsLost(long served) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(this.quota.state("load").openReservations()).isZero());
		Figures figures = this.quota.state("load").figures();
		assertThat(figures.granted()).isEqualTo(GRANTED);
		assertThat(figures.held()).isZero();
		assertThat(figures.available() + figures.spent()).isEqualTo(GRANTED + figures.debt());
		assertThat(figures.spent()).isEqualTo(served);
	}

	private void start() {
		this.threads.add(new Thread(this::measureHiccups));
		HttpClient client = HttpClient.newHttpClient();
		for (int number = 0; number < CLIENTS; number++) {
			this.threads.add(new Thread(() -> ask(client)));
		}
		this.threads.forEach(Thread::start);
	}

	private void ask(HttpClient client) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/paid")).build();
		while (this.running) {
			long begin = System.nanoTime();
			int status = status(client, request);
			this.answers.add(new Answer(status, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin), begin));
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
		}
	}

	private static int status(HttpClient client, HttpRequest request) {
		try {
			return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
		}
		catch (Exception ex) {
			return 0;
		}
	}

	private void measureHiccups() {
		while (this.running) {
			long begin = System.nanoTime();
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
			this.hiccup = Math.max(this.hiccup, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) - 5);
		}
	}

	private void awaitLatest(int status) {
		long since = System.nanoTime();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> this.answers.stream()
				.filter((answer) -> answer.begin() - since > 0 && answer.status() == status)
				.count() > CLIENTS * 3);
	}

	private record Answer(int status, long millis, long begin) {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		WalletResolver wallets() {
			return (request) -> java.util.Optional.of("load");
		}

		@RestController
		static class Handlers {

			@Metered("1")
			@GetMapping("/paid")
			String paid() {
				return "done";
			}

		}

	}

}
