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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers that read their body without blocking read all of it, with an idempotency key
 * and without, and what they write is repeated as it was or not at all.
 */
class NonBlockingHandlerTests {

	@Nested
	class OnTomcat extends Contract {

		OnTomcat() {
			super(Stack.SERVLET);
		}

	}

	@Nested
	class OnJetty extends Contract {

		OnJetty() {
			super(Stack.SERVLET_ON_JETTY);
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
			this.running = this.stack.start(new Class<?>[] { ListeningHandlers.class });
		}

		@BeforeEach
		void fill() {
			this.wallet = "wallet-" + UUID.randomUUID();
			this.running.get(QuotaService.class).topUp(this.wallet, 10);
		}

		@AfterAll
		void close() {
			this.running.close();
		}

		@ParameterizedTest
		@CsvSource({ "/read,Idempotency-Key", "/read,Other", "/read-later,Idempotency-Key", "/read-later,Other",
				"/listen-later,Idempotency-Key", "/listen-later,Other" })
		void listenerReadsTheWholeBodyAndHearsOfItsEndOnce(String path, String header) throws Exception {
			String body = "x".repeat(20_000);
			assertThat(post(path, body, header).body()).isEqualTo(body + " ended");
			this.running.assertCharged(this.wallet, 3);
		}

		@ParameterizedTest
		@ValueSource(strings = { "Idempotency-Key", "Other" })
		void listenerToNothingHearsOfItsEnd(String header) throws Exception {
			assertThat(post("/read", "", header).body()).isEqualTo(" ended");
			this.running.assertCharged(this.wallet, 3);
		}

		@Test
		void failureOfTheListenerIsToldToIt() throws Exception {
			HttpResponse<String> response = post("/read-badly", "body", "Idempotency-Key");
			assertThat(response.statusCode()).isEqualTo(500);
			assertThat(response.body()).isEqualTo("on purpose");
			this.running.assertCharged(this.wallet, 0);
		}

		@Test
		void bodyCountsAsAnyOther() throws Exception {
			assertThat(post("/read", "one", "Idempotency-Key").body()).isEqualTo("one ended");
			this.running.assertCharged(this.wallet, 3);
			assertThat(post("/read", "two", "Idempotency-Key").statusCode()).isEqualTo(422);
			assertThat(post("/read", "one", "Idempotency-Key").statusCode()).isEqualTo(409);
			this.running.assertCharged(this.wallet, 3);
		}

		@Test
		void whatIsWrittenOutsideOfADispatchIsNotRepeatedAsNothing() throws Exception {
			assertThat(post("/written-later", "", "Idempotency-Key").body()).isEqualTo("later");
			this.running.assertCharged(this.wallet, 3);
			assertThat(post("/written-later", "", "Idempotency-Key").statusCode()).isEqualTo(409);
			this.running.assertCharged(this.wallet, 3);
		}

		@Test
		void whatAnotherDispatchWritesIsRepeated() throws Exception {
			assertThat(post("/dispatched", "", "Idempotency-Key").body()).isEqualTo("dispatched");
			this.running.assertCharged(this.wallet, 3);
			assertThat(post("/dispatched", "", "Idempotency-Key").body()).isEqualTo("dispatched");
			this.running.assertCharged(this.wallet, 3);
		}

		private HttpResponse<String> post(String path, String body, String header) throws Exception {
			return this.running.send("POST", path, body, "Wallet", this.wallet, header, "key", "Content-Type",
					"text/plain");
		}

	}

}
