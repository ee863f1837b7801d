package io.escrowmint.spring.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;

import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Query;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.TopUp;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.memory.MemoryQuotaStore;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What metered requests are answered while the store is not there.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		classes = { MeteredApplication.class, UnavailableStoreTests.Stores.class },
		properties = "escrowmint.timeout=500ms")
class UnavailableStoreTests {

	@LocalServerPort
	private int port;

	@Autowired
	private FlakyStore store;

	@BeforeEach
	void fill() {
		this.store.failure = null;
		this.store.execute(TopUp.of("wallet", 10));
	}

	/**
	 * Lets what was left open be settled, for which the end of the application waits.
	 */
	@AfterEach
	void recover() {
		this.store.failure = null;
		this.store.silent = false;
	}

	@Test
	void unavailableStoreIs503AndTheHandlerDoesNotRun() throws Exception {
		this.store.failure = new StoreUnavailableException("The store cannot be reached", null);
		HttpResponse<String> response = get();
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(response.headers().firstValue("Retry-After")).contains("1");
	}

	@Test
	void unknownHoldIs503() throws Exception {
		this.store.failure = new OutcomeUnknownException("wallet", "id", "The answer was lost", null);
		assertThat(get().statusCode()).isEqualTo(503);
	}

	@Test
	void requestThatCameLateWaitsForNoLongerThanItsTimeout() throws Exception {
		this.store.silent = true;
		HttpResponse<String> response = get("Late", "yes");
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.headers().firstValue("Retry-After")).contains("1");
	}

	@Test
	void finishedResponseStaysWhatItIsWhenItCannotBeCharged() throws Exception {
		this.store.failsCommits = true;
		assertThat(get().statusCode()).isEqualTo(200);
		this.store.failsCommits = false;
	}

	private HttpResponse<String> get(String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/ok"))
			.header("Wallet", "wallet")
			.timeout(Duration.ofSeconds(30));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Stores {

		@Bean
		FlakyStore store() {
			return new FlakyStore();
		}

		/**
		 * Holds requests up before they reach their handler.
		 */
		@Bean
		Filter slow() {
			return (request, response, chain) -> {
				if (((HttpServletRequest) request).getHeader("Late") != null) {
					LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
				}
				chain.doFilter(request, response);
			};
		}

	}

	static final class FlakyStore implements QuotaStore {

		private final QuotaStore store = new MemoryQuotaStore(StoreOptions.DEFAULTS, InstantSource.system());

		private volatile RuntimeException failure;

		private volatile boolean failsCommits;

		private volatile boolean silent;

		@Override
		public <R extends Outcome> CompletionStage<R> execute(Command<R> command) {
			RuntimeException failing = this.failure;
			if (failing != null) {
				return CompletableFuture.failedFuture(failing);
			}
			if (this.failsCommits && command instanceof Commit) {
				return CompletableFuture.failedFuture(new StoreUnavailableException("The store is gone", null));
			}
			if (this.silent && command instanceof Reserve) {
				return new CompletableFuture<>();
			}
			return this.store.execute(command);
		}

		@Override
		public <R> CompletionStage<R> query(Query<R> query) {
			return this.store.query(query);
		}

	}

}
