package io.escrowmint.spring.webflux;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.escrowmint.QuotaService;
import io.escrowmint.model.StoreUnavailableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.buffer.PooledDataBuffer;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Reactive requests while the store is slow or away, and while their settle is waited for
 * or only counted.
 */
@SpringBootTest(
		classes = { ReactiveApplication.class, ReactiveHttp.class, SlowStore.class, ReactiveStoreTests.Slowness.class },
		webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "spring.main.web-application-type=reactive", "escrowmint.timeout=30s",
				"escrowmint.resilience.silence=1m" })
class ReactiveStoreTests {

	private final WalletOfTest wallet = new WalletOfTest();

	@Autowired
	private QuotaService quota;

	@Autowired
	private ReactiveHttp http;

	@Autowired
	private SlowStore store;

	@Autowired
	private AtomicInteger runs;

	@BeforeEach
	void fill() {
		this.store.failure = null;
		this.store.silent = false;
		this.store.delay = Duration.ZERO;
		this.store.waits = false;
		this.quota.topUp(this.wallet.name(), 1000);
		this.runs.set(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/mono", "/text", "/void-exchange", "/streams/three" })
	void unavailableStoreIs503(String path) throws Exception {
		this.store.failure = new StoreUnavailableException("The store cannot be reached", null);
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(response.headers().firstValue("Retry-After")).contains("1");
	}

	@Test
	void beanThatCannotBePaidWithinIsToldAsTheHandlerWouldBe() throws Exception {
		this.store.failure = new StoreUnavailableException("The store cannot be reached", null);
		assertThat(get("/sales").statusCode()).isEqualTo(503);
		this.store.failure = null;
		this.quota.withdraw(this.wallet.name(), 1000);
		HttpResponse<String> response = get("/sales");
		assertThat(response.statusCode()).isEqualTo(402);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(response.body()).contains("insufficient_balance").doesNotContain(this.wallet.name());
	}

	@Test
	void requestUnderTheOpenPolicyRunsUnchargedWithoutTheStore() throws Exception {
		this.store.failure = new StoreUnavailableException("The store cannot be reached", null);
		assertThat(get("/open").statusCode()).isEqualTo(200);
		this.store.failure = null;
		this.wallet.assertCharged(this.quota, 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/mono", "/text" })
	void slowStoreHoldsUpNoEventLoop(String path) {
		this.store.waits = true;
		List<CompletableFuture<HttpResponse<String>>> sent = Stream
			.generate(() -> this.http.sendAsync("GET", path, "", "Wallet", this.wallet.name()))
			.limit(60)
			.toList();
		await().until(() -> this.store.waiting() >= 60);
		this.store.answer();
		// Nor does what they settle, which waits as well.
		assertThat(sent)
			.allSatisfy((answer) -> assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200));
		await().until(() -> this.store.waiting() >= 60);
		this.store.waits = false;
		this.store.answer();
	}

	@Test
	void handlerOnAThreadThatMayBlockStaysOnIt() throws Exception {
		this.store.delay = Duration.ofMillis(20);
		assertThat(get("/plain-thread").body()).startsWith("blocking-");
	}

	@ParameterizedTest(name = "{0}, {1} ms before the end")
	@CsvSource({ "/nested-left,0", "/nested-left,700", "/nested-bean-left,0", "/nested-bean-left,700",
			"/nested-plain-left,1", "/nested-plain-left,700" })
	void partThatNobodyWaitedForIsFree(String path, int then) throws Exception {
		this.store.delay = Duration.ofMillis(300);
		assertThat(get(path + "?then=" + then).body()).isEqualTo("instead");
		this.wallet.assertCharged(this.quota, 1);
	}

	private HttpResponse<String> get(String path) throws Exception {
		return this.http.send("GET", path, "", "Wallet", this.wallet.name());
	}

	/**
	 * Holds requests up before they reach their handler.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class Slowness {

		@Bean
		WebFilter slow() {
			return (exchange, chain) -> exchange.getRequest().getHeaders().containsHeader("Late")
					? Mono.delay(Duration.ofMillis(100)).then(chain.filter(exchange)) : chain.filter(exchange);
		}

	}

	@Nested
	@TestPropertySource(properties = "escrowmint.timeout=500ms")
	class Impatient {

		@Test
		void requestThatCameLateWaitsForNoLongerThanItsTimeout() throws Exception {
			ReactiveStoreTests.this.store.silent = true;
			CompletableFuture<HttpResponse<String>> answer = ReactiveStoreTests.this.http.sendAsync("GET", "/mono", "",
					"Wallet", ReactiveStoreTests.this.wallet.name(), "Late", "yes");
			assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
		}

	}

	@Nested
	@TestPropertySource(properties = "escrowmint.metered.settle=sync")
	class SettledFirst {

		@ParameterizedTest(name = "{0} answers {1} and has cost {2}")
		@CsvSource({ "/mono,200,3", "/flux,200,1", "/streams/three,200,3", "/empty,200,1", "/void-exchange,200,1",
				"/redirect,302,1", "/text,200,2", "/status-404,404,0", "/thrown,500,0", "/settle,200,2",
				"/buffer,200,1" })
		void responseEndsWhenItIsSettled(String path, int status, long cost) throws Exception {
			ReactiveStoreTests.this.store.delay = Duration.ofMillis(100);
			assertThat(get(path).statusCode()).isEqualTo(status);
			assertThat(ReactiveStoreTests.this.quota.state(ReactiveStoreTests.this.wallet.name()).figures())
				.satisfies((figures) -> {
					assertThat(figures.spent()).isEqualTo(cost);
					assertThat(figures.held()).isZero();
				});
		}

		@Test
		void answerWhoseClientLeavesBeforeItIsSettledIsReleased() throws Exception {
			SlowStore store = ReactiveStoreTests.this.store;
			store.waits = true;
			try (Socket socket = ReactiveStoreTests.this.http.open("/buffer", ReactiveStoreTests.this.wallet.name())) {
				await().until(() -> store.waiting() == 1);
				store.answer();
				await().until(() -> store.waiting() == 1);
			}
			await().untilAsserted(() -> assertThat(((PooledDataBuffer) Endings.sent).isAllocated()).isFalse());
			store.waits = false;
			store.answer();
			ReactiveStoreTests.this.wallet.assertCharged(ReactiveStoreTests.this.quota, 1);
		}

	}

	@Nested
	@TestPropertySource(properties = "escrowmint.metered.mode=shadow")
	class Shadow {

		@ParameterizedTest
		@ValueSource(strings = { "/mono", "/text", "/streams/three" })
		void requestThatNobodyCanPayForRuns(String path) throws Exception {
			assertThat(ReactiveStoreTests.this.http.send("GET", path, "").statusCode()).isEqualTo(200);
			assertThat(ReactiveStoreTests.this.http.send("GET", path, "", "Wallet", "poor").statusCode())
				.isEqualTo(200);
			ReactiveStoreTests.this.store.failure = new StoreUnavailableException("The store cannot be reached", null);
			assertThat(get(path).statusCode()).isEqualTo(200);
			ReactiveStoreTests.this.store.failure = null;
			ReactiveStoreTests.this.wallet.assertCharged(ReactiveStoreTests.this.quota, 0);
		}

		@Test
		void repeatRunsAgain() throws Exception {
			for (int run = 1; run <= 2; run++) {
				HttpResponse<String> response = ReactiveStoreTests.this.http.send("POST", "/keyed/plain", "x", "Wallet",
						ReactiveStoreTests.this.wallet.name(), "Idempotency-Key", "key");
				assertThat(response.body()).isEqualTo("run " + run + " of x");
				assertThat(response.headers().firstValue("X-Credits-Cost")).isEmpty();
			}
		}

	}

}
