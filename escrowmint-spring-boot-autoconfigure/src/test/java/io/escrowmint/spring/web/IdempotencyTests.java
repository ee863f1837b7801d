package io.escrowmint.spring.web;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import io.escrowmint.QuotaService;
import io.escrowmint.Reservation;
import io.escrowmint.model.Bytes;
import io.escrowmint.model.Figures;
import io.escrowmint.model.HttpClaim;
import io.escrowmint.model.Reserve;
import io.escrowmint.spring.http.RequestFingerprint;
import io.escrowmint.testing.TestRedis;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Repeated requests with an idempotency key, over real HTTP and a real Redis.
 */
@SpringBootTest(classes = IdempotentApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class IdempotencyTests {

	private static final String ORDER = "{\"item\":\"book\"}";

	private final String wallet = "wallet-" + UUID.randomUUID();

	@LocalServerPort
	private int port;

	@Autowired
	private QuotaService quota;

	@Autowired
	private IdempotentApplication.Runs runs;

	@DynamicPropertySource
	static void redis(DynamicPropertyRegistry registry) {
		registry.add("spring.data.redis.url", () -> TestRedis.shared().uri().toURI());
		String prefix = "idempotency-" + UUID.randomUUID();
		registry.add("escrowmint.prefix", () -> prefix);
		registry.add("escrowmint.timeout", () -> "30s");
		registry.add("escrowmint.resilience.silence", () -> "1m");
	}

	@BeforeEach
	void fill() {
		this.quota.topUp(this.wallet, 1000);
		this.runs.set(0);
		this.runs.fails = false;
		this.runs.gate = new CountDownLatch(0);
	}

	@Test
	void repeatShowsTheFirstResponseAndCostsNothing() throws Exception {
		HttpResponse<String> first = order("key", ORDER);
		assertThat(first.statusCode()).isEqualTo(201);
		assertThat(first.headers().firstValue("X-Credits-Cost")).contains("3");
		assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
		assertCharged(3);
		HttpResponse<String> second = order("\"key\"", ORDER);
		assertThat(second.statusCode()).isEqualTo(201);
		assertThat(second.body()).isEqualTo(first.body()).isEqualTo("{\"run\":1}");
		for (String header : List.of("Content-Type", "Location", "X-Order")) {
			assertThat(second.headers().allValues(header)).as(header)
				.isEqualTo(first.headers().allValues(header))
				.isNotEmpty();
		}
		assertThat(second.headers().firstValue("X-Credits-Cost")).contains("0");
		assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
		assertThat(second.headers().firstValue("Set-Cookie")).isEmpty();
		assertCharged(3);
		assertThat(this.runs).hasValue(1);
	}

	@Test
	void hundredAtOnceRunTheHandlerOnce() throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(100);
		List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			answers.add(CompletableFuture.supplyAsync(() -> unchecked("key", ORDER), clients));
		}
		Map<Integer, List<HttpResponse<String>>> byStatus = answers.stream()
			.map(CompletableFuture::join)
			.collect(Collectors.groupingBy(HttpResponse::statusCode));
		clients.shutdown();
		assertThat(byStatus.keySet()).isSubsetOf(201, 409);
		assertThat(byStatus.get(201)).extracting(HttpResponse::body).containsOnly("{\"run\":1}");
		byStatus.getOrDefault(409, List.of())
			.forEach((response) -> assertProblem(response, 409, "request-in-progress"));
		assertThat(this.runs).hasValue(1);
		assertCharged(3);
	}

	@Test
	void repeatOfARunningRequestIsToldToWait() throws Exception {
		this.runs.gate = new CountDownLatch(1);
		CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(() -> unchecked("key", ORDER));
		await().until(() -> this.runs.get() == 1);
		HttpResponse<String> second = order("key", ORDER);
		assertProblem(second, 409, "request-in-progress");
		assertThat(second.headers().firstValue("Retry-After")).contains("1");
		assertProblem(order("key", "{\"item\":\"pen\"}"), 422, "idempotency-key-reused");
		this.runs.gate.countDown();
		assertThat(first.join().statusCode()).isEqualTo(201);
		assertCharged(3);
	}

	@Test
	void keyOfAnotherRequestIsRefused() throws Exception {
		order("key", ORDER);
		assertCharged(3);
		assertProblem(order("key", "{\"item\":\"pen\"}"), 422, "idempotency-key-reused");
		assertProblem(send("POST", "/orders?gift=true", ORDER, "key"), 422, "idempotency-key-reused");
		assertProblem(send("GET", "/writer", null, "key"), 422, "idempotency-key-reused");
		assertCharged(3);
	}

	@Test
	void failedRequestFreesItsKey() throws Exception {
		this.runs.fails = true;
		assertThat(order("key", ORDER).statusCode()).isEqualTo(500);
		assertCharged(0);
		this.runs.fails = false;
		assertThat(order("key", ORDER).body()).isEqualTo("{\"run\":2}");
		assertCharged(3);
	}

	@Test
	void refusedRequestFreesItsKey() throws Exception {
		this.quota.tryConsume(this.wallet, 998);
		assertProblem(order("key", ORDER), 402, "insufficient-credits");
		this.quota.topUp(this.wallet, 10);
		assertThat(order("key", ORDER).statusCode()).isEqualTo(201);
	}

	@Test
	void keyOfAProcessThatDiedFreesItselfWithItsHold() throws Exception {
		byte[] body = RequestFingerprint.sha256().digest(ORDER.getBytes(StandardCharsets.UTF_8));
		Bytes fingerprint = RequestFingerprint.of("POST", "/orders", null).body(body);
		HttpClaim living = new HttpClaim("living", fingerprint);
		Reservation held = this.quota.reserve(Reserve.of(this.wallet, 3, Duration.ofMinutes(5)).http(living));
		assertProblem(order("living", ORDER), 409, "request-in-progress");
		held.cancel();
		HttpClaim dead = new HttpClaim("dead", fingerprint);
		this.quota.reserve(Reserve.of(this.wallet, 3, Duration.ofMillis(300)).http(dead));
		await().until(() -> order("dead", ORDER).statusCode() == 201);
		assertThat(this.runs).hasValue(1);
		assertCharged(3);
	}

	@Test
	void keyBelongsToItsWallet() throws Exception {
		order("key", ORDER);
		this.quota.topUp("other-" + this.wallet, 10);
		HttpResponse<String> other = new Wire(this.port).send("POST", "/orders", ORDER, List.of("Wallet",
				"other-" + this.wallet, "Idempotency-Key", "key", "Content-Type", "application/json"));
		assertThat(other.body()).isEqualTo("{\"run\":2}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/large", "/streamed" })
	void responseThatCannotBeKeptIsAProblemOfItsOwn(String path) throws Exception {
		assertThat(send("GET", path, null, "key").statusCode()).isEqualTo(200);
		assertCharged(3);
		assertProblem(send("GET", path, null, "key"), 409, "response-not-stored");
		assertThat(this.runs).hasValue(1);
		assertCharged(3);
	}

	@Test
	void errorPageIsNotKept() throws Exception {
		assertThat(send("GET", "/error-page", null, "key").body()).contains("\"status\":404");
		assertCharged(3);
		assertProblem(send("GET", "/error-page", null, "key"), 409, "response-not-stored");
		assertThat(this.runs).hasValue(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/writer", "/writer-argument", "/writer-relabeled", "/future" })
	void otherWaysToWriteAreKeptAsWell(String path) throws Exception {
		HttpResponse<String> first = send("GET", path, null, "key");
		assertCharged(3);
		HttpResponse<String> second = send("GET", path, null, "key");
		assertThat(second.body()).isEqualTo(first.body()).contains("1").doesNotContain("\ufffd");
		assertThat(second.headers().firstValue("Content-Type")).isEqualTo(first.headers().firstValue("Content-Type"));
		assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
	}

	@Test
	void formIsComparedByItsParameters() throws Exception {
		assertThat(form("name=a").body()).isEqualTo("a1");
		assertCharged(3);
		assertThat(form("name=a").body()).isEqualTo("a1");
		assertProblem(form("name=b"), 422, "idempotency-key-reused");
	}

	@Test
	void formThatTheHandlerReadsByItselfIsComparedAsItIs() throws Exception {
		assertThat(form("/form-by-hand", "name=a&b=%20").body()).isEqualTo("name=a&b=%20, run 1");
		assertCharged(3);
		assertThat(form("/form-by-hand", "name=a&b=%20").body()).isEqualTo("name=a&b=%20, run 1");
		assertProblem(form("/form-by-hand", "name=b&b=%20"), 422, "idempotency-key-reused");
		assertCharged(3);
	}

	@Test
	void parametersThatTheHandlerAsksForLateAreThoseOfTheFormAndTheQuery() throws Exception {
		String asked = form("/form-late?q=%26&a=1", "a=2&a=%C3%A9+x&b&=c&%22=%3D&").body();
		assertThat(asked).isEqualTo("q=[&] a=[1, 2, \u00e9 x] b=[] =[c] \"=[=] 1null");
		assertProblem(form("/form-late", "a=%zz"), 400, "invalid-idempotency-key");
	}

	@Test
	void parametersOfAPathThatAFormIsForwardedToCount() throws Exception {
		String asked = form("/form-goes-on?a=1", "a=2&c=5").body();
		assertThat(asked).startsWith("a=[3, 1, 2] ").contains("b=[4]").contains("c=[5]").endsWith(" 3null");
	}

	@Test
	void bodyOfATypeThatOnlyBeginsLikeAFormIsComparedAsItIs() throws Exception {
		assertThat(raw("a").body()).isEqualTo("1 bytes, run 1");
		assertCharged(3);
		assertThat(raw("a").body()).isEqualTo("1 bytes, run 1");
		assertProblem(raw("b"), 422, "idempotency-key-reused");
	}

	@Test
	void uploadIsComparedByItsPartsAndNotByItsBoundary() throws Exception {
		assertThat(upload("one", "content").body()).isEqualTo("7 bytes, run 1");
		assertCharged(3);
		assertThat(upload("two", "content").body()).isEqualTo("7 bytes, run 1");
		assertProblem(upload("one", "another"), 422, "idempotency-key-reused");
	}

	@Test
	void bodyIsComparedAlsoBehindADispatchOfTheApplication() throws Exception {
		assertThat(send("POST", "/dispatched", "a", "key").body()).isEqualTo("1 bytes, run 1");
		assertCharged(3);
		assertThat(send("POST", "/dispatched", "a", "key").body()).isEqualTo("1 bytes, run 1");
		assertProblem(send("POST", "/dispatched", "b", "key"), 422, "idempotency-key-reused");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/pay", "/pay-later" })
	void keyOfAnotherRequestThatIsForwardedToTheSameHandlerIsRefused(String path) throws Exception {
		assertThat(send("POST", path + "/1", "{}", "key").body()).isEqualTo("paid order 1, run 1");
		assertCharged(3);
		assertProblem(send("POST", path + "/2", "{}", "key"), 422, "idempotency-key-reused");
		assertProblem(send("POST", path + "/1?gift=true", "{}", "key"), 422, "idempotency-key-reused");
		assertThat(send("POST", path + "/1", "{}", "key").body()).isEqualTo("paid order 1, run 1");
		assertCharged(3);
	}

	@Test
	void repeatVariesByWhatItsFiltersSayAndByWhatTheHandlerSaid() throws Exception {
		assertThat(varied("Origin").headers().allValues("Vary")).contains("Origin", "Accept");
		assertCharged(3);
		assertThat(varied("Origin").headers().allValues("Vary")).containsExactlyInAnyOrder("Origin", "Accept");
		assertThat(varied("Accept").headers().allValues("Vary")).containsExactly("Accept");
	}

	private HttpResponse<String> varied(String filtered) throws Exception {
		return new Wire(this.port).send("GET", "/varied", null,
				List.of("Wallet", this.wallet, "Idempotency-Key", "key", "Vary-By", filtered));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/writer", "/large-json" })
	void repeatIsTransformedByFiltersOnce(String path) throws Exception {
		List<String> headers = List.of("Wallet", this.wallet, "Idempotency-Key", "key", "Zip", "yes");
		HttpResponse<byte[]> first = new Wire(this.port).bytes("GET", path, headers);
		assertCharged(3);
		HttpResponse<byte[]> second = new Wire(this.port).bytes("GET", path, headers);
		assertThat(PlayedFilters.unzipped(second.body())).isEqualTo(PlayedFilters.unzipped(first.body()));
		assertThat(second.headers().allValues("Content-Encoding")).containsExactly("gzip");
		assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
		assertThat(this.runs).hasValue(1);
	}

	@Test
	void problemIsTransformedByFiltersAsAnyResponse() throws Exception {
		HttpResponse<byte[]> response = new Wire(this.port).bytes("GET", "/writer",
				List.of("Wallet", "poor-" + this.wallet, "Zip", "yes"));
		assertThat(response.statusCode()).isEqualTo(402);
		assertThat(PlayedFilters.unzipped(response.body())).contains("insufficient-credits");
	}

	@Test
	void keyOfAnotherClientOfTheWalletIsRefused() throws Exception {
		assertThat(order("ann").statusCode()).isEqualTo(201);
		assertCharged(3);
		assertThat(order("ann").headers().firstValue("Idempotency-Replayed")).contains("true");
		assertProblem(order("bob"), 422, "idempotency-key-reused");
		assertProblem(order("key", ORDER), 422, "idempotency-key-reused");
		assertCharged(3);
	}

	private HttpResponse<String> order(String user) throws Exception {
		return new Wire(this.port).send("POST", "/orders", ORDER, List.of("Wallet", this.wallet, "Idempotency-Key",
				"key", "Content-Type", "application/json", "User", user));
	}

	@Test
	void bodyThatTheHandlerReadsItselfIsComparedAndStaysWhole() throws Exception {
		String body = "x".repeat(100_000);
		assertThat(send("POST", "/raw", body, "key").body()).isEqualTo("100000 bytes, run 1");
		assertCharged(3);
		assertThat(send("POST", "/raw", body, "key").body()).isEqualTo("100000 bytes, run 1");
		assertProblem(send("POST", "/raw", body + "x", "key"), 422, "idempotency-key-reused");
		assertProblem(send("POST", "/raw", "x".repeat(1024 * 1024 + 1), "key"), 400, "invalid-idempotency-key");
	}

	@Test
	void keyOfTheAnnotationCountsWithoutAHeader() throws Exception {
		assertThat(send("POST", "/orders/7", null, null).body()).isEqualTo("1");
		assertCharged(3);
		HttpResponse<String> second = send("POST", "/orders/7", null, null);
		assertThat(second.body()).isEqualTo("1");
		assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
		assertThat(send("POST", "/orders/8", null, null).body()).isEqualTo("2");
	}

	@Test
	void freeRequestIsReplayedToo() throws Exception {
		assertThat(send("GET", "/free", null, "key").body()).isEqualTo("1");
		await().until(() -> send("GET", "/free", null, "key").headers().firstValue("Idempotency-Replayed").isPresent());
		assertThat(this.runs).hasValue(1);
		assertCharged(0);
	}

	@Test
	void keyMeansNothingToAMethodThatIsNotMetered() throws Exception {
		assertThat(send("GET", "/plain", null, "key").body()).isEqualTo("1");
		assertThat(send("GET", "/plain", null, "key").body()).isEqualTo("2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Idempotency-Key:", "Idempotency-Key: \"", "Idempotency-Key: a b", "Idempotency-Key: a,a",
			"Idempotency-Key: \u00ff\u00fe", "Idempotency-Key: \"a\tb\"", "Idempotency-Key: a\r\nIdempotency-Key: a" })
	void oddKeysAre400(String header) throws Exception {
		assertThat(new Wire(this.port).sendRaw("/writer", "Wallet: " + this.wallet, header)).isEqualTo("HTTP/1.1 400");
		assertCharged(0);
	}

	@Test
	void overlongKeyIs400() throws Exception {
		assertProblem(order("k".repeat(256), ORDER), 400, "invalid-idempotency-key");
		assertThat(order("k".repeat(255), ORDER).statusCode()).isEqualTo(201);
		assertCharged(3);
	}

	private HttpResponse<String> order(String key, String body) throws Exception {
		return send("POST", "/orders", body, key);
	}

	private HttpResponse<String> unchecked(String key, String body) {
		try {
			return order(key, body);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private HttpResponse<String> form(String body) throws Exception {
		return form("/form", body);
	}

	private HttpResponse<String> form(String path, String body) throws Exception {
		return new Wire(this.port).send("POST", path, body, List.of("Wallet", this.wallet, "Idempotency-Key", "key",
				"Content-Type", "application/x-www-form-urlencoded"));
	}

	private HttpResponse<String> raw(String body) throws Exception {
		return new Wire(this.port).send("POST", "/raw", body, List.of("Wallet", this.wallet, "Idempotency-Key", "key",
				"Content-Type", "application/x-www-form-urlencoded2"));
	}

	private HttpResponse<String> upload(String boundary, String content) throws Exception {
		String body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n"
				+ content + "\r\n--" + boundary + "--\r\n";
		return new Wire(this.port).send("POST", "/upload", body, List.of("Wallet", this.wallet, "Idempotency-Key",
				"key", "Content-Type", "multipart/form-data; boundary=" + boundary));
	}

	private HttpResponse<String> send(String method, String path, String body, String key) throws Exception {
		List<String> headers = new ArrayList<>(List.of("Wallet", this.wallet));
		if (key != null) {
			headers.addAll(List.of("Idempotency-Key", key));
		}
		if (body != null) {
			headers.addAll(List.of("Content-Type", "application/json"));
		}
		return new Wire(this.port).send(method, path, body, headers);
	}

	private void assertProblem(HttpResponse<String> response, int status, String name) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(response.body()).contains("https://escrowmint.io/problems/" + name)
			.doesNotContain(this.wallet)
			.doesNotContain("\"key\"");
	}

	private void assertCharged(long cost) {
		await().untilAsserted(() -> {
			Figures figures = this.quota.state(this.wallet).figures();
			assertThat(figures.held()).isZero();
			assertThat(figures.spent()).isEqualTo(cost);
		});
	}

}
