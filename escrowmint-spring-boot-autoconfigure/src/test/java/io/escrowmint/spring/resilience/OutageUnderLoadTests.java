package io.escrowmint.spring.resilience;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.escrowmint.Metered;
import io.escrowmint.QuotaService;
import io.escrowmint.WalletResolver;
import io.escrowmint.metering.MeteringBacklog;
import io.escrowmint.metering.MeteringSessions;
import io.escrowmint.model.Figures;
import io.escrowmint.model.WalletState;
import io.escrowmint.testing.EmbeddedRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
import static org.awaitility.Awaitility.await;

/**
 * Redis goes away under load and comes back. It keeps all that it has answered, so that
 * nothing but the outage can lose credits. Holds live for less than an outage, so that
 * what was on its way is settled late.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		classes = OutageUnderLoadTests.Application.class,
		properties = { "escrowmint.timeout=2s", "escrowmint.metered.ttl=2s" })
class OutageUnderLoadTests {

	private static final EmbeddedRedis REDIS = EmbeddedRedis.version7("appendonly yes", "appendfsync always").start();

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static final int CLIENTS = 30;

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private static final Duration TOLERANCE = Duration.ofMillis(100);

	/** One thread that stands still while all others run is seen by nobody. */
	private static final Duration LATE = Duration.ofSeconds(1);

	private static final Duration SLOW = Duration.ofSeconds(1);

	private static final Duration OUTAGE = Duration.ofSeconds(3);

	/**
	 * Answers before the outage: a server that has begun to serve, and loads its code.
	 */
	private static final int LOAD = 100;

	private static final long GRANTED = 1_000_000;

	private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

	private final Queue<Answer> freeAnswers = new ConcurrentLinkedQueue<>();

	private final Load free = new Load("/free", this.freeAnswers, 2, true);

	private final Load paid = new Load("/paid", this.answers, CLIENTS, false);

	@LocalServerPort
	private int port;

	@Autowired
	private QuotaService quota;

	@Autowired
	private MeteringSessions sessions;

	@Autowired
	private Application.Handlers handlers;

	private String wallet = "";

	private long runsBefore;

	private long lostBefore;

	@DynamicPropertySource
	static void redis(DynamicPropertyRegistry registry) {
		registry.add("spring.data.redis.port", REDIS::port);
	}

	@AfterAll
	static void close() {
		REDIS.close();
	}

	@BeforeEach
	void load() {
		this.wallet = "wallet-" + System.nanoTime();
		// The first call loads its code.
		await().ignoreExceptions().until(() -> this.quota.topUp(this.wallet, GRANTED, "load").applied());
		this.runsBefore = this.handlers.runs();
		this.lostBefore = this.sessions.backlog().lost();
		this.free.start();
		this.paid.start();
		await().atMost(Duration.ofSeconds(60)).until(() -> this.answers.size() > LOAD);
	}

	// What shows how the machine is has the last word.
	@AfterEach
	void unload() throws InterruptedException {
		this.paid.stop();
		this.free.stop();
	}

	@Test
	void killedRedisIs503InTimeAndNothingIsLost() throws Exception {
		REDIS.kill();
		stayAway();
		REDIS.start();
		assertRecovered();
	}

	@Test
	void frozenRedisIs503InTimeAndNothingIsLost() throws Exception {
		REDIS.pause();
		stayAway();
		REDIS.resume();
		assertRecovered();
	}

	private void stayAway() {
		long since = System.nanoTime();
		awaitAnswers(503);
		await().until(() -> System.nanoTime() - since > OUTAGE.toNanos());
	}

	private void assertRecovered() throws InterruptedException {
		awaitAnswers(200);
		unload();
		Map<Integer, Long> counts = this.answers.stream()
			.collect(Collectors.groupingBy(Answer::status, Collectors.counting()));
		assertThat(counts).containsOnlyKeys(200, 503);
		assertThat(this.answers).allSatisfy(this::assertInTime);
		// Those that were under way, and a few that looked whether Redis is back: the
		// more
		// of these, the longer a slow machine makes the outage.
		assertThat(this.answers).filteredOn((answer) -> answer.status() == 503 && answer.time() > SLOW.toNanos())
			.hasSizeLessThan((int) Math.max(CLIENTS * 4, counts.get(503) / 4));
		assertThat(this.handlers.runs() - this.runsBefore).isEqualTo(counts.get(200));
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertConserved(counts.get(200)));
	}

	private void assertInTime(Answer answer) {
		assertThat(Duration.ofNanos(answer.time())).isLessThanOrEqualTo(TIMEOUT.plus(LATE).plus(stall(answer)));
	}

	// Where even a handler that asks nothing takes longer than the tolerance, the machine
	// is busy with something else, and nobody can answer in time. An answer may meet more
	// than one such moment.
	private Duration stall(Answer answer) {
		return Duration.ofNanos(this.freeAnswers.stream()
			.filter(answer::overlaps)
			.mapToLong(Answer::time)
			.filter((time) -> time > TOLERANCE.toNanos())
			.sum());
	}

	// A 200 is charged once, however often its settle was sent. A 503 never is, although
	// its hold may have been taken.
	private void assertConserved(long served) {
		MeteringBacklog backlog = this.sessions.backlog();
		assertThat(backlog.open() + backlog.pending()).isZero();
		WalletState state = this.quota.state(this.wallet);
		assertThat(state.openReservations()).isZero();
		Figures figures = state.figures();
		assertThat(figures.granted()).isEqualTo(GRANTED);
		assertThat(figures.granted() + figures.debt())
			.isEqualTo(figures.available() + figures.held() + figures.leased() + figures.spent());
		assertThat(figures.held()).isZero();
		assertThat(figures.spent()).isEqualTo(served - (backlog.lost() - this.lostBefore));
	}

	private void awaitAnswers(int status) {
		long since = System.nanoTime();
		await().atMost(Duration.ofSeconds(30)).until(() -> count(status, since) > CLIENTS * 3);
	}

	private long count(int status, long since) {
		return this.answers.stream()
			.filter((answer) -> answer.begin() - since > 0 && answer.status() == status)
			.count();
	}

	private static int status(HttpRequest request) {
		try {
			return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
		}
		catch (Exception ex) {
			return 0;
		}
	}

	/**
	 * Clients that ask one thing all the time.
	 */
	private final class Load {

		private final List<Thread> threads;

		private final boolean gapless;

		private volatile boolean running = true;

		/**
		 * Creates a load.
		 * @param gapless whether the pause before a question counts with its answer, so
		 * that no moment is in none
		 */
		Load(String path, Queue<Answer> answers, int clients, boolean gapless) {
			this.gapless = gapless;
			this.threads = Stream.generate(() -> new Thread(() -> ask(path, answers))).limit(clients).toList();
		}

		void start() {
			this.threads.forEach(Thread::start);
		}

		void stop() throws InterruptedException {
			this.running = false;
			for (Thread thread : this.threads) {
				thread.join();
			}
		}

		private void ask(String path, Queue<Answer> answers) {
			HttpRequest request = HttpRequest
				.newBuilder(URI.create("http://localhost:" + OutageUnderLoadTests.this.port + path))
				.header("Wallet", OutageUnderLoadTests.this.wallet)
				.build();
			long last = System.nanoTime();
			while (this.running) {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
				long begin = this.gapless ? last : System.nanoTime();
				int status = status(request);
				last = System.nanoTime();
				answers.add(new Answer(status, begin, last - begin));
			}
		}

	}

	private record Answer(int status, long begin, long time) {

		boolean overlaps(Answer other) {
			return this.begin - (other.begin + other.time) < 0 && other.begin - (this.begin + this.time) < 0;
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

			private final AtomicLong runs = new AtomicLong();

			@GetMapping("/free")
			String free() {
				return "done";
			}

			@Metered
			@GetMapping("/paid")
			String paid() {
				this.runs.incrementAndGet();
				return "done";
			}

			long runs() {
				return this.runs.get();
			}

		}

	}

}
