package io.escrowmint.spring.web;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;

import io.escrowmint.QuotaService;
import io.escrowmint.testing.TestRedis;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Who has the response has paid for it, if settles are synchronous. No waiting for that.
 */
abstract class SettledFirstEndings {

	@LocalServerPort
	private int port;

	@Autowired
	private QuotaService quota;

	@DynamicPropertySource
	static void redis(DynamicPropertyRegistry registry) {
		registry.add("spring.data.redis.url", () -> TestRedis.shared().uri().toURI());
		String prefix = "sync-" + UUID.randomUUID();
		registry.add("escrowmint.prefix", () -> prefix);
		registry.add("escrowmint.metered.settle", () -> "sync");
		registry.add("escrowmint.timeout", () -> "30s");
		registry.add("escrowmint.resilience.silence", () -> "1m");
	}

	@ParameterizedTest
	@CsvSource({ "/ok, 200, 3", "/map, 200, 3", "/forward-to-page, 200, 3", "/writer, 200, 3", "/future, 200, 3",
			"/mono, 200, 3", "/callable, 200, 2", "/entity-409, 409, 0", "/exception, 500, 0" })
	final void chargeComesBeforeTheEndOfTheResponse(String path, int status, long cost) throws Exception {
		String wallet = "wallet-" + UUID.randomUUID();
		this.quota.topUp(wallet, 1000);
		for (int i = 1; i <= 5; i++) {
			HttpResponse<String> response = new Wire(this.port).send("GET", path, null, List.of("Wallet", wallet));
			assertThat(this.quota.state(wallet).figures().spent()).isEqualTo(i * cost);
			assertThat(this.quota.state(wallet).figures().held()).isZero();
			assertThat(response.statusCode()).isEqualTo(status);
		}
	}

	@ParameterizedTest
	@CsvSource({ "/written-after-reset, rewritten", "/written-again-after-reset, rewritten", "/forward, done",
			"/forward-unmetered, done", "/forward-to-page, page", "/forward-to-page-later, page",
			"/forward-to-frame, page", "/forward-by-name, page" })
	void nothingOfTheBodyIsMissing(String path, String body) throws Exception {
		String wallet = "wallet-" + UUID.randomUUID();
		this.quota.topUp(wallet, 1000);
		HttpResponse<String> response = new Wire(this.port).send("GET", path, null, List.of("Wallet", wallet));
		assertThat(response.body()).isEqualTo(body);
		assertThat(response.statusCode()).isEqualTo(200);
		await().untilAsserted(() -> assertThat(this.quota.state(wallet).figures().spent()).isEqualTo(3));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/flushed-unmetered", "/flushed-by-emitter", "/flushed-before-async" })
	void whatGoesOnBeyondItsHandlerOrCostsNothingIsSentAsItIsFlushed(String path) throws Exception {
		String wallet = "wallet-" + UUID.randomUUID();
		this.quota.topUp(wallet, 1000);
		FlushedEndings.READ.drainPermits();
		assertThat(new Wire(this.port).readLines(path, FlushedEndings.READ::release, List.of("Wallet", wallet)))
			.containsExactly("first", "read");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/sse", "/streaming", "/flux-of-events" })
	void streamsFlowAsEver(String path) throws Exception {
		String wallet = "wallet-" + UUID.randomUUID();
		this.quota.topUp(wallet, 1000);
		assertThat(new Wire(this.port).send("GET", path, null, List.of("Wallet", wallet)).statusCode()).isEqualTo(200);
	}

}
