package io.escrowmint.sample;

import java.net.http.HttpResponse;

import io.escrowmint.QuotaService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The sample as it starts on a bare machine, over real HTTP and the Redis that it starts
 * itself. Each test begins with 20 credits.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "escrowmint.timeout=30s", "escrowmint.api-keys.max-staleness=30s" })
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_CLASS)
class SampleApplicationTests {

	@LocalServerPort
	private int port;

	@Autowired
	private QuotaService quota;

	private Client client;

	@BeforeEach
	void fillUp() throws Exception {
		this.client = new Client(this.port);
		long missing = 20 - this.client.balance();
		if (missing > 0) {
			this.quota.topUp("demo", missing);
		}
	}

	@Test
	void balanceShowsTheDemoCreditsAndCostsNothing() throws Exception {
		HttpResponse<String> first = this.client.paid("/api/balance");
		assertThat(first.statusCode()).isEqualTo(200);
		assertThat(first.body()).isEqualTo("{\"wallet\":\"demo\",\"balance\":20}");
		assertThat(this.client.paid("/api/balance").body()).isEqualTo(first.body());
	}

	@Test
	void echoDoesItsJobForOneCredit() throws Exception {
		HttpResponse<String> echo = this.client.paid("/api/echo");
		assertThat(echo.statusCode()).isEqualTo(200);
		assertThat(echo.body()).isEqualTo("{\"ok\":true,\"message\":\"Service did its job!\"}");
		assertThat(this.client.balance()).isEqualTo(19);
		assertNothingIsHeld();
	}

	@Test
	void headIsChargedLikeGet() throws Exception {
		assertThat(this.client.paid("HEAD", "/api/echo").statusCode()).isEqualTo(200);
		assertThat(this.client.balance()).isEqualTo(19);
	}

	@Test
	void failingHandlerCostsNothing() throws Exception {
		assertThat(this.client.paid("/api/fail").statusCode()).isEqualTo(500);
		assertNothingIsHeld();
		assertThat(this.client.balance()).isEqualTo(20);
	}

	@Test
	void withoutAUsableKeyTheAnswerIs401() throws Exception {
		assertProblem(this.client.get("/api/echo"), 401, "API key required");
		assertProblem(this.client.get("/api/balance"), 401, "API key required");
		HttpResponse<String> wrong = this.client.get("/api/echo", "X-API-Key", "nobody-has-this-one");
		assertProblem(wrong, 401, "API key required");
		assertThat(wrong.body()).doesNotContain("nobody-has-this-one");
		assertProblem(this.client.get("/api/echo", "X-API-Key", ""), 401, "API key required");
	}

	@Test
	void withoutCreditsTheAnswerIs402WhateverTheClientAccepts() throws Exception {
		this.quota.withdraw("demo", 20);
		for (String accepted : new String[] { "*/*", "application/json", "text/html", "text/event-stream" }) {
			HttpResponse<String> refused = this.client.get("/api/echo", "X-API-Key", "demo-key", "Accept", accepted);
			assertProblem(refused, 402, "Insufficient credits");
			assertThat(refused.body()).doesNotContain("demo");
		}
	}

	@Test
	void theTwentiethEchoIsTheLast() throws Exception {
		for (int call = 0; call < 20; call++) {
			assertThat(this.client.paid("/api/echo").statusCode()).isEqualTo(200);
		}
		assertThat(this.client.paid("/api/echo").statusCode()).isEqualTo(402);
		assertThat(this.client.balance()).isZero();
	}

	@Test
	void requestsThatDoNotReachTheHandlerCostNothing() throws Exception {
		assertThat(this.client.paid("OPTIONS", "/api/echo").statusCode()).isEqualTo(200);
		assertThat(this.client.paid("POST", "/api/echo").statusCode()).isEqualTo(405);
		assertThat(this.client.paid("/api/nothing-here").statusCode()).isEqualTo(404);
		assertThat(this.client.balance()).isEqualTo(20);
	}

	@Test
	void healthIsUpAndShowsTheStore() throws Exception {
		HttpResponse<String> health = this.client.get("/actuator/health");
		assertThat(health.statusCode()).isEqualTo(200);
		assertThat(health.body()).contains("\"escrowmint\":{");
		assertThat(this.client.get("/actuator/health/liveness").body()).doesNotContain("escrowmint");
	}

	@Test
	void apiIsDescribedWithItsKeyAndWithoutTheWalletThatTheKeyNames() throws Exception {
		assertThat(this.client.get("/v3/api-docs").body())
			.contains("/api/echo", "\"in\":\"header\"", "\"name\":\"X-API-Key\"", "\"security\":")
			.doesNotContain("\"in\":\"query\"");
	}

	// The client may have the whole response a moment before it is settled.
	private void assertNothingIsHeld() {
		await().untilAsserted(() -> assertThat(this.quota.state("demo").figures().held()).isZero());
	}

	private static void assertProblem(HttpResponse<String> response, int status, String detail) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(response.body()).contains("\"status\":" + status, "\"detail\":\"" + detail + "\"");
	}

}
