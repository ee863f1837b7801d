package io.escrowmint.spring.stacks;

import java.net.http.HttpResponse;
import java.util.UUID;

import io.escrowmint.QuotaService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Idempotency keys that the application names stand for the whole request, as those of
 * clients do, whether or not these count.
 */
class NamedKeyTests {

	@Nested
	class OnServlets extends Contract {

		OnServlets() {
			super(Stack.SERVLET);
		}

	}

	@Nested
	class OnWebFlux extends Contract {

		OnWebFlux() {
			super(Stack.WEBFLUX);
		}

	}

	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	abstract static class Contract {

		private final Stack stack;

		private RunningStack running;

		private String wallet;

		Contract(Stack stack) {
			this.stack = stack;
		}

		@BeforeAll
		void start() {
			this.running = this.stack.start(new Class<?>[0], "escrowmint.web.idempotency.enabled=false",
					"escrowmint.web.idempotency.max-request-body=1KB");
		}

		@BeforeEach
		void fill() {
			this.wallet = "wallet-" + UUID.randomUUID();
			this.running.get(QuotaService.class).topUp(this.wallet, 100);
		}

		@AfterAll
		void close() {
			this.running.close();
		}

		@ParameterizedTest
		@ValueSource(strings = { "/order", "/unread" })
		void sameRequestIsReplayed(String path) throws Exception {
			HttpResponse<String> first = post(path, "apples", "Order");
			HttpResponse<String> second = post(path, "apples", "Order");
			assertThat(second.statusCode()).isEqualTo(200);
			assertThat(second.body()).isEqualTo(first.body());
			assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
			this.running.assertCharged(this.wallet, 3);
		}

		@ParameterizedTest
		@ValueSource(strings = { "/order", "/unread" })
		void otherBodyIsAnotherRequest(String path) throws Exception {
			assertThat(post(path, "apples", "Order").statusCode()).isEqualTo(200);
			assertThat(post(path, "pears", "Order").statusCode()).isEqualTo(422);
			this.running.assertCharged(this.wallet, 3);
		}

		@Test
		void bodyThatIsTooLongToCompareIsNoRequestForAKey() throws Exception {
			assertThat(post("/unread", "x".repeat(2000), "Order").statusCode()).isEqualTo(400);
			this.running.assertCharged(this.wallet, 0);
		}

		@Test
		void requestWithoutAKeyIsNotCompared() throws Exception {
			assertThat(post("/body", "x".repeat(2000), "Other").statusCode()).isEqualTo(200);
			assertThat(post("/order", "x".repeat(2000), "Other").statusCode()).isEqualTo(200);
			this.running.assertCharged(this.wallet, 6);
		}

		@Test
		void headerOfTheClientDoesNotCount() throws Exception {
			String first = post("/body", "apples", "Idempotency-Key").body();
			assertThat(post("/body", "apples", "Idempotency-Key").body()).isNotEqualTo(first);
			assertThat(post("/order", "apples", "Idempotency-Key").statusCode()).isEqualTo(200);
			assertThat(post("/order", "pears", "Idempotency-Key").statusCode()).isEqualTo(200);
			this.running.assertCharged(this.wallet, 12);
		}

		private HttpResponse<String> post(String path, String body, String keyHeader) throws Exception {
			return this.running.send("POST", path, body, "Wallet", this.wallet, keyHeader, "key-1", "Content-Type",
					"text/plain");
		}

	}

}
