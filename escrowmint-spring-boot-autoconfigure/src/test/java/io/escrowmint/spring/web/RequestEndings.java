package io.escrowmint.spring.web;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.escrowmint.QuotaService;
import io.escrowmint.model.Figures;
import io.escrowmint.testing.TestRedis;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * What each ending of a request costs, over real HTTP and a real Redis; and that nothing
 * stays held. A wallet has 1000 credits, and most handlers cost 3.
 */
abstract class RequestEndings {

	private static final String PREFIX = "endings-" + UUID.randomUUID();

	private final String wallet = "wallet-" + UUID.randomUUID();

	@LocalServerPort
	private int port;

	@Autowired
	private QuotaService quota;

	@DynamicPropertySource
	static void redis(DynamicPropertyRegistry registry) {
		registry.add("spring.data.redis.url", () -> TestRedis.shared().uri().toURI());
		registry.add("escrowmint.prefix", () -> PREFIX);
		registry.add("escrowmint.timeout", () -> "30s");
		registry.add("escrowmint.resilience.silence", () -> "1m");
		registry.add("escrowmint.metered.ttl", () -> "2s");
		registry.add("spring.mvc.async.request-timeout", () -> "60s");
		registry.add("spring.mvc.problemdetails.enabled", () -> "true");
	}

	@BeforeEach
	void fill() {
		this.quota.topUp(this.wallet, 1000);
	}

	@ParameterizedTest(name = "{0} {1} answers {2} and costs {3}")
	@CsvSource({
			// what the handler returns
			"GET,     /ok,                       200, 3", //
			"HEAD,    /ok,                       200, 3", //
			"OPTIONS, /ok,                       200, 0", //
			"OPTIONS, /teapot-page,              200, 0", //
			"GET,     /free,                     200, 0", //
			"GET,     /plain,                    200, 0", //
			"GET,     /redirect,                 302, 3", //
			"GET,     /no-content,               204, 3", //
			"GET,     /writer,                   200, 3", //
			"GET,     /writer-argument,          200, 3", //
			"GET,     /condition,                200, 0", //
			"GET,     /slow,                     200, 3", //
			"GET,     /annotated-404,            404, 0", //
			"GET,     /entity-409,               409, 0", //
			"GET,     /send-error,               503, 0", //
			"GET,     /teapot,                   418, 0", //
			// what it throws
			"GET,     /exception,                500, 0", //
			"GET,     /error-thrown,             500, 0", //
			"GET,     /exception-410,            410, 0", //
			"GET,     /mapped-to-500,            500, 0", //
			"GET,     /mapped-to-200,            200, 3", //
			// requests that do not get to it
			"POST,    /ok,                       405, 0", //
			"GET,     /unknown,                  404, 0", //
			"GET,     /number?value=7,           200, 3", //
			"GET,     /number,                   400, 0", //
			"GET,     /number?value=x,           400, 0", //
			// forwards and nested calls
			"GET,     /forward,                  200, 3", //
			"GET,     /forward-unmetered,        200, 3", //
			"GET,     /nested,                   200, 3", //
			"GET,     /nested-named,             200, 8", //
			"GET,     /nested-below-a-condition, 200, 5", //
			"GET,     /nested-refused,           402, 0", //
			"GET,     /repeated,                 200, 3", //
			"GET,     /repeated-refused,         402, 0", //
			// values that come later
			"GET,     /future,                   200, 3", //
			"HEAD,    /future,                   200, 3", //
			"GET,     /future-at-once,           200, 3", //
			"GET,     /future-fails,             500, 0", //
			"GET,     /future-404,               404, 0", //
			"GET,     /future-mapped-to-200,     200, 3", //
			"GET,     /future-never,             503, 0", //
			"GET,     /callable,                 200, 2", //
			"GET,     /callable-fails,           500, 0", //
			"GET,     /callable-throws-error,    500, 0", //
			"GET,     /task,                     200, 3", //
			"GET,     /task-times-out-well,      200, 3", //
			"GET,     /deferred,                 200, 3", //
			"GET,     /deferred-fails,           500, 0", //
			"GET,     /deferred-never,           503, 0", //
			"GET,     /deferred-times-out-well,  200, 3", //
			"GET,     /deferred-times-out-badly, 504, 0", //
			"GET,     /mono,                     200, 3", //
			"GET,     /mono-fails,               500, 0", //
			"GET,     /flux,                     200, 3", //
			"GET,     /raw-async,                200, 3", //
			"GET,     /raw-async-500,            500, 0", //
			"GET,     /raw-async-never,          500, 0", //
			"GET,     /raw-dispatch,             200, 3", //
			"GET,     /raw-dispatch-metered,     200, 3", //
			// bodies that are streamed
			"GET,     /streaming,                200, 2", //
			"GET,     /streaming-current,        200, 3", //
			"GET,     /streaming-slowly,         200, 3", //
			"GET,     /streaming-fails-at-once,  500, 0", //
			"GET,     /streaming-mapped-to-200,  200, 3", //
			"GET,     /streaming-mapped-midway,  200, 0", //
			"GET,     /sse,                      200, 1", //
			"GET,     /sse-mapped-midway,        200, 0", //
			"GET,     /sse-times-out,            200, 3", //
			"GET,     /emitter,                  200, 3", //
			"GET,     /flux-of-events,           200, 3", //
			// what the handler says
			"GET,     /settle-less,              200, 1", //
			"GET,     /settle-nothing,           200, 0", //
			"GET,     /settle-more,              200, 3", //
			"GET,     /settle-available,         200, 50", //
			"GET,     /settle-too-much,          200, 3", //
			"GET,     /settle-rejected,          200, 3", //
			"GET,     /add-cost,                 200, 2", //
			"GET,     /fail,                     200, 0", //
			"GET,     /repeated-fail,            200, 0", //
			"GET,     /repeated-fail-one,        200, 2", //
			"GET,     /nested-then-fail,         200, 0", //
			"GET,     /nested-fails,             200, 0", //
			"GET,     /fail-then-nested,         200, 0", //
			"GET,     /sale-fails,               200, 0", //
			"GET,     /settle-then-throw,        500, 0" })
	void endingDecidesWhatIsCharged(String method, String path, int status, long cost) throws Exception {
		assertThat(send(method, path).statusCode()).isEqualTo(status);
		assertCharged(cost);
	}

	@ParameterizedTest(name = "{0} breaks off and costs {1}")
	@CsvSource({ "/streaming-fails-midway, 0", "/sse-fails, 0", "/flux-fails-midway, 0",
			"/write-listener-fails?bytes=0, 0", "/write-listener-fails?bytes=3, 0" })
	void streamThatFailsMidwayIsNotCharged(String path, long cost) throws Exception {
		new Wire(this.port).sendRaw(path, "Wallet: " + this.wallet);
		assertCharged(cost);
	}

	@Test
	void readListenerThatFailsIsNotCharged() throws Exception {
		// The blank line comes twice: the second is the body.
		new Wire(this.port).sendRaw("/read-listener-fails", "Wallet: " + this.wallet, "Content-Length: 2\r\n");
		assertCharged(0);
	}

	@ParameterizedTest(name = "client that leaves {0} midway pays {1}")
	@CsvSource({ "/bytes-charge, 2", "/bytes-charge-settled, 0", "/bytes-cancel, 0", "/writer-cancel, 0",
			"/streaming-charge, 1", "/streaming-charge-settled, 1", "/streaming-charge-unsettled, 0",
			"/streaming-cancel, 0", "/sse-charge, 3", "/sse-charge-settled, 1", "/sse-cancel, 0" })
	void clientThatLeavesPaysByThePolicy(String path, long cost) throws Exception {
		leaveMidway(path);
		assertCharged(cost);
	}

	final void leaveMidway(String path) throws IOException {
		new Wire(this.port).leaveMidway(path, "Wallet: " + this.wallet);
	}

	@ParameterizedTest(name = "{1} as {0} answers {2} and costs nothing")
	@CsvSource({ "application/json, '{not json', 400", "application/json, '{\"text\":\" \"}', 400",
			"text/plain, hello, 415" })
	void bodyThatCannotBeReadHoldsNothing(String type, String body, int status) throws Exception {
		HttpResponse<String> response = new Wire(this.port).send("POST", "/body", body,
				List.of("Wallet", this.wallet, "Content-Type", type));
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("X-Credits-Cost")).isEmpty();
		assertCharged(0);
	}

	@ParameterizedTest
	@CsvSource({ "/map", "/only-json" })
	void responseThatTheClientDoesNotAcceptIsNotCharged(String path) throws Exception {
		HttpResponse<String> response = new Wire(this.port).send("GET", path, null,
				List.of("Wallet", this.wallet, "Accept", "image/png"));
		assertThat(response.statusCode()).isEqualTo(406);
		assertCharged(0);
	}

	@Test
	void nothingCanBeSaidAfterTheEnd() throws Exception {
		assertThat(send("GET", "/keep").statusCode()).isEqualTo(200);
		assertCharged(3);
		assertThatIllegalStateException().isThrownBy(() -> MeteringEndings.ENDED.get().settle(1));
	}

	@Test
	void streamThatOutlivesItsHoldKeepsItMeanwhile() throws Exception {
		StreamedEndings.TOLD.set(false);
		CompletableFuture<Integer> request = CompletableFuture.supplyAsync(() -> status("/streaming-until-told"));
		try {
			await().until(() -> figures().held() == 3);
			assertThat(isKept(Duration.ofMillis(2300))).isTrue();
		}
		finally {
			StreamedEndings.TOLD.set(true);
		}
		assertThat(request.join()).isEqualTo(200);
		assertCharged(3);
	}

	/** Where the machine stands still for half of a hold's life, nobody can keep it. */
	private boolean isKept(Duration time) throws InterruptedException {
		long begin = System.nanoTime();
		long last = begin;
		while (last - begin < time.toNanos()) {
			Thread.sleep(20);
			boolean kept = figures().held() == 3;
			long now = System.nanoTime();
			if (!kept) {
				return now - last > Duration.ofMillis(700).toNanos();
			}
			last = now;
		}
		return true;
	}

	// The client may have the whole response a moment before it is settled.
	final void assertCharged(long cost) {
		await().untilAsserted(() -> {
			Figures figures = figures();
			assertThat(figures.held()).as("held").isZero();
			assertThat(figures.spent()).as("spent").isEqualTo(cost);
			assertThat(figures.available()).as("available").isEqualTo(1000 - cost);
		});
	}

	private Figures figures() {
		return this.quota.state(this.wallet).figures();
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

}
