package io.escrowmint.spring.stacks;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.escrowmint.apikey.ApiKeyLookup;
import io.escrowmint.metering.MeteringListener;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.spring.StoreOfFutures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A shadow is not seen by clients and does not keep them waiting: here its store has been
 * asked, and never answers.
 */
class ShadowTests {

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

		Contract(Stack stack) {
			this.stack = stack;
		}

		@BeforeAll
		void start() {
			this.running = this.stack.start(new Class<?>[] { Silent.class }, "escrowmint.metered.mode=shadow",
					"escrowmint.metered.settle=sync", "escrowmint.metered.max-cost=8",
					"escrowmint.resilience.silence=1m");
		}

		@AfterAll
		void close() {
			this.running.close();
		}

		@ParameterizedTest
		@ValueSource(strings = { "/value", "/mono", "/future", "/flux", "/settled" })
		void requestGoesOnWithoutAnAnswer(String path) throws Exception {
			int asked = this.running.get(StoreOfFutures.class).asked.size();
			assertUnnoticed(this.running.get(path, "Wallet", "wallet"), 200);
			if (!path.equals("/settled")) {
				assertThat(this.running.get(StoreOfFutures.class).asked).hasSizeGreaterThan(asked);
			}
		}

		@Test
		void requestWithoutAWalletGoesOn() throws Exception {
			assertUnnoticed(this.running.get("/value"), 200);
		}

		@Test
		void requestWhoseKeyCannotBeCheckedGoesOnAndIsCountedAsUnavailable() throws Exception {
			List<String> verdicts = this.running.get(Verdicts.class).heard;
			verdicts.clear();
			assertUnnoticed(this.running.get("/value", "X-API-Key", "some-key"), 200);
			// others may still be told of requests that came before
			await().untilAsserted(() -> assertThat(verdicts).filteredOn("refused_unavailable"::equals).hasSize(1));
		}

		@Test
		void nothingIsReplayedOrInProgress() throws Exception {
			HttpResponse<String> first = this.running.get("/value", "Wallet", "wallet", "Idempotency-Key", "key");
			HttpResponse<String> second = this.running.get("/value", "Wallet", "wallet", "Idempotency-Key", "key");
			assertUnnoticed(first, 200);
			assertUnnoticed(second, 200);
			assertThat(second.body()).isNotEqualTo(first.body());
			assertUnnoticed(this.running.get("/value", "Idempotency-Key", "a, b"), 200);
		}

		@Test
		void failureStaysWhatItIs() throws Exception {
			assertUnnoticed(this.running.get("/fails", "Wallet", "wallet"), 500);
			assertUnnoticed(this.running.get("/missing", "Wallet", "wallet"), 404);
		}

		private static void assertUnnoticed(HttpResponse<String> response, int status) {
			assertThat(response.statusCode()).isEqualTo(status);
			assertThat(response.headers().firstValue("X-Credits-Cost")).isEmpty();
			assertThat(response.headers().firstValue("RateLimit")).isEmpty();
			assertThat(response.headers().firstValue("RateLimit-Policy")).isEmpty();
		}

	}

	static class Silent {

		@Bean
		StoreOfFutures store() {
			return new StoreOfFutures();
		}

		@Bean
		ApiKeyLookup keys() {
			return (secret) -> {
				if (secret == null) {
					return Optional.empty();
				}
				throw new StoreUnavailableException("away", null);
			};
		}

		@Bean
		Verdicts verdicts() {
			return new Verdicts();
		}

	}

	static class Verdicts implements MeteringListener {

		private final List<String> heard = new CopyOnWriteArrayList<>();

		@Override
		public void shadowed(String verdict, long cost) {
			this.heard.add(verdict);
		}

	}

}
