package io.escrowmint.spring.web;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.Metered;
import io.escrowmint.MeteringPath;
import io.escrowmint.QuotaService;
import io.escrowmint.lease.CreditLeases;
import io.escrowmint.model.Command;
import io.escrowmint.model.Figures;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.model.Reserve;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreDecorator;
import io.escrowmint.testing.TestRedis;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The leased path over real HTTP and a real Redis: what a request costs, and what its
 * client is told, is what it is on the direct path. A wallet has 1000 credits.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		classes = { EndingsApplication.class, LeasedRequestTests.More.class, TomcatEndingsTests.Tomcat.class },
		properties = { "escrowmint.metered.path=leased", "escrowmint.metered.ttl=2s",
				"spring.mvc.async.request-timeout=60s", "escrowmint.leases.initial-size=100",
				"escrowmint.leases.min-size=10", "escrowmint.leases.max-size=600",
				"escrowmint.leases.report-interval=20ms", "server.shutdown=immediate" })
class LeasedRequestTests {

	/** How long a request waits at least for credits that are on their way. */
	private static final Duration RECALL = Duration.ofMillis(500);

	private final String wallet = "wallet-" + UUID.randomUUID();

	@LocalServerPort
	private int port;

	@Autowired
	private QuotaService quota;

	@Autowired
	private CreditLeases leases;

	@Autowired
	private Reserves reserves;

	@Autowired
	private Handlers handlers;

	@DynamicPropertySource
	static void redis(DynamicPropertyRegistry registry) {
		String prefix = "leased-" + UUID.randomUUID();
		registry.add("spring.data.redis.url", () -> TestRedis.shared().uri().toURI());
		registry.add("escrowmint.prefix", () -> prefix);
		registry.add("escrowmint.timeout", () -> "30s");
		registry.add("escrowmint.resilience.silence", () -> "1m");
	}

	@BeforeEach
	void fill() {
		this.quota.topUp(this.wallet, 1000);
		assertThat(this.leases.prewarm(List.of(this.wallet), Duration.ofSeconds(30))).isTrue();
		this.reserves.set(0);
	}

	@ParameterizedTest(name = "{0} {1} answers {2} and costs {3}")
	@CsvSource({ "GET,/ok,200,3", "HEAD,/ok,200,3", "OPTIONS,/ok,200,0", "GET,/free,200,0", "GET,/redirect,302,3",
			"GET,/annotated-404,404,0", "GET,/send-error,503,0", "GET,/exception,500,0", "GET,/error-thrown,500,0",
			"GET,/mapped-to-500,500,0", "GET,/mapped-to-200,200,3", "POST,/ok,405,0", "GET,/number,400,0",
			"GET,/forward,200,3", "GET,/nested,200,3", "GET,/nested-named,200,8", "GET,/repeated,200,3",
			"GET,/future,200,3", "GET,/future-fails,500,0", "GET,/future-never,503,0", "GET,/callable,200,2",
			"GET,/deferred,200,3", "GET,/deferred-times-out-well,200,3", "GET,/mono,200,3", "GET,/flux,200,3",
			"GET,/raw-async,200,3", "GET,/streaming,200,2", "GET,/sse,200,1", "GET,/flux-of-events,200,3",
			"GET,/settle-less,200,1", "GET,/settle-nothing,200,0", "GET,/settle-more,200,3",
			"GET,/settle-available,200,50", "GET,/settle-rejected,200,3", "GET,/add-cost,200,2", "GET,/fail,200,0",
			"GET,/settle-then-throw,500,0" })
	void endingDecidesWhatIsChargedWithoutAReservation(String method, String path, int status, long cost)
			throws Exception {
		assertThat(send(method, path).statusCode()).isEqualTo(status);
		assertCharged(cost);
		assertThat(this.reserves).hasValue(0);
	}

	@ParameterizedTest(name = "{0} answers {1} and costs {2}")
	@CsvSource({ "/nested-refused,402,0", "/repeated-refused,402,0", "/settle-too-much,200,3" })
	void whatTheWalletDoesNotHaveIsRefusedByTheStore(String path, int status, long cost) throws Exception {
		assertThat(send("GET", path).statusCode()).isEqualTo(status);
		assertCharged(cost);
	}

	@ParameterizedTest(name = "client that leaves {0} midway pays {1}")
	@CsvSource({ "/bytes-charge,2", "/bytes-cancel,0", "/streaming-charge-settled,1", "/sse-charge-settled,1" })
	void clientThatLeavesPaysByThePolicy(String path, long cost) throws Exception {
		new Wire(this.port).leaveMidway(path, "Wallet: " + this.wallet);
		assertCharged(cost);
	}

	@Test
	void lastCreditsOfALeasePayForARequestUnderAKey() throws Exception {
		long available = this.quota.state(this.wallet).figures().available();
		this.quota.tryConsume(this.wallet, available - 3);
		assertThat(this.quota.state(this.wallet).figures().leased()).isGreaterThan(4);
		assertThat(insist(this::order).statusCode()).isEqualTo(200);
		assertCharged(available - 3 + 7);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/more/3", "/more/1200" })
	void headersAndProblemsAreThoseOfTheDirectPath(String path) throws Exception {
		String other = "wallet-" + UUID.randomUUID();
		this.quota.topUp(other, 1000);
		HttpResponse<String> leased = send("GET", path);
		HttpResponse<String> direct = new Wire(this.port).send("GET", path.replace("/more", "/direct"), null,
				List.of("Wallet", other));
		assertThat(leased.statusCode()).isEqualTo(direct.statusCode());
		assertThat(leased.body()).isEqualTo(direct.body());
		for (String header : List.of("X-Credits-Cost", "RateLimit", "RateLimit-Policy", "Content-Type", "Retry-After",
				"Cache-Control")) {
			assertThat(leased.headers().allValues(header)).as(header).isEqualTo(direct.headers().allValues(header));
		}
		assertThat(leased.headers().firstValue("RateLimit")).isPresent();
	}

	@Test
	void remainderCountsWhatOtherRequestsHold() throws Exception {
		CompletableFuture<Integer> slow = CompletableFuture.supplyAsync(() -> status("/more/slow"));
		try {
			await().until(() -> this.leases.exposure().held() == 40);
			assertThat(send("GET", "/ok").headers().firstValue("RateLimit")).contains("\"credits\";r=957");
		}
		finally {
			this.handlers.tell();
		}
		assertThat(slow.join()).isEqualTo(200);
		assertCharged(43);
	}

	@Test
	void requestWithAKeyIsReplayedAndItsWalletIsTheSame() throws Exception {
		assertThat(send("GET", "/ok").statusCode()).isEqualTo(200);
		HttpResponse<String> first = order();
		assertThat(this.reserves).hasValue(1);
		await().untilAsserted(() -> assertThat(order().headers().firstValue("Idempotency-Replayed")).contains("true"));
		assertThat(order().body()).isEqualTo(first.body()).endsWith(" of book");
		assertCharged(10);
	}

	@Test
	void costAboveTheLargestLeaseIsHeldInTheStore() throws Exception {
		assertThat(send("GET", "/more/700").statusCode()).isEqualTo(200);
		assertThat(this.reserves).hasValue(1);
		assertCharged(700);
	}

	@Test
	void costOfTheWholeWalletFindsWhatLiesInLeases() throws Exception {
		assertThat(this.leases.balance(this.wallet).leasedHere()).isPositive();
		HttpResponse<String> response = spend("/more/1000");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("RateLimit")).contains("\"credits\";r=0");
		assertCharged(1000);
	}

	@Test
	void lastCreditsCanBeSpent() throws Exception {
		int served = 0;
		while (spend("/more/30").statusCode() == 200) {
			served++;
			// What is held in the lease of a request that is not settled yet keeps the
			// rest of that lease from going back.
			await().until(() -> this.leases.exposure().held() == 0);
		}
		assertThat(served).isEqualTo(33);
		HttpResponse<String> refused = send("GET", "/more/30");
		assertThat(refused.body()).contains("insufficient_balance");
		assertThat(refused.headers().firstValue("RateLimit")).contains("\"credits\";r=10");
		assertThat(spend("/more/10").statusCode()).isEqualTo(200);
		assertCharged(1000);
	}

	/**
	 * Asks again where the answer took so long that the store may not have had back by
	 * then what lay in leases.
	 */
	private HttpResponse<String> insist(Callable<HttpResponse<String>> request) throws Exception {
		long begin = System.nanoTime();
		HttpResponse<String> response = request.call();
		if (response.statusCode() != 402 || System.nanoTime() - begin < RECALL.toNanos()) {
			return response;
		}
		await().until(() -> this.leases.balance(this.wallet).leasedHere() == 0);
		return insist(request);
	}

	private HttpResponse<String> spend(String path) throws Exception {
		return insist(() -> send("GET", path));
	}

	private HttpResponse<String> order() throws Exception {
		return new Wire(this.port).send("POST", "/orders", "book",
				List.of("Wallet", this.wallet, "Idempotency-Key", "key"));
	}

	// The client may have the whole response a moment before it is settled, and a lease
	// is reported later still.
	private void assertCharged(long cost) {
		await().untilAsserted(() -> {
			Figures figures = this.quota.state(this.wallet).figures();
			assertThat(figures.spent()).as("spent").isEqualTo(cost);
			assertThat(figures.held()).as("held").isZero();
			assertThat(this.leases.exposure().held()).as("held here").isZero();
			assertThat(figures.available() + figures.leased()).as("left").isEqualTo(1000 - cost);
		});
	}

	private int status(String path) {
		try {
			return send("GET", path).statusCode();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private HttpResponse<String> send(String method, String path) throws Exception {
		return new Wire(this.port).send(method, path, null, List.of("Wallet", this.wallet));
	}

	/**
	 * Counts what is held in the store.
	 */
	static final class Reserves extends AtomicInteger implements StoreDecorator {

		private static final long serialVersionUID = 1L;

		@Override
		public QuotaStore decorate(QuotaStore store) {
			return new QuotaStore() {

				@Override
				public <R extends Outcome> CompletionStage<R> execute(Command<R> command) {
					if (command instanceof Reserve) {
						incrementAndGet();
					}
					return store.execute(command);
				}

				@Override
				public <R> CompletionStage<R> query(Query<R> query) {
					return store.query(query);
				}

			};
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	@Import(Handlers.class)
	static class More {

		@Bean
		Reserves reserves() {
			return new Reserves();
		}

	}

	@RestController
	static class Handlers {

		private final AtomicInteger runs = new AtomicInteger();

		private final CountDownLatch told = new CountDownLatch(1);

		@Metered(cost = "#cost")
		@GetMapping("/more/{cost}")
		String leased(@PathVariable int cost) {
			return "done";
		}

		@Metered(cost = "#cost", path = MeteringPath.DIRECT)
		@GetMapping("/direct/{cost}")
		String direct(@PathVariable int cost) {
			return "done";
		}

		@Metered("40")
		@GetMapping("/more/slow")
		String slow() throws InterruptedException {
			// Stands for work that goes on while others are served.
			return this.told.await(60, TimeUnit.SECONDS) ? "done" : "not told";
		}

		void tell() {
			this.told.countDown();
		}

		@Metered("7")
		@PostMapping("/orders")
		String order(@RequestBody String item) {
			return "run " + this.runs.incrementAndGet() + " of " + item;
		}

	}

}
