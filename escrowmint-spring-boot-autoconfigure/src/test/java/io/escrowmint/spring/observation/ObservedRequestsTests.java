package io.escrowmint.spring.observation;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

import io.escrowmint.QuotaService;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The spans of metered calls between those of their requests and those of the store, over
 * real HTTP.
 */
class ObservedRequestsTests {

	@Nested
	class OnServlets extends Contract {

		OnServlets() {
			super(WebApplicationType.SERVLET);
		}

		@Test
		void methodOfAnotherBeanIsObservedLikeAHandler() throws Exception {
			callIsAChildOfItsRequestAndTheParentOfItsOperations("/method");
		}

	}

	@Nested
	class OnWebFlux extends Contract {

		OnWebFlux() {
			super(WebApplicationType.REACTIVE);
		}

	}

	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	abstract static class Contract {

		private static final String WALLET = "wallet-of-request";

		private final HttpClient client = HttpClient.newHttpClient();

		private final WebApplicationType type;

		private ConfigurableApplicationContext context;

		private RecordedObservations recorded;

		Contract(WebApplicationType type) {
			this.type = type;
		}

		@BeforeAll
		void start() {
			this.context = new SpringApplicationBuilder(ObservedApplication.class).web(this.type)
				.properties("server.port=0", "escrowmint.store=memory")
				.run();
			this.recorded = this.context.getBean(RecordedObservations.class);
			QuotaService quota = this.context.getBean(QuotaService.class);
			quota.topUp(WALLET, 100);
			quota.topUp(ObservedApplication.Work.WALLET, 100);
		}

		@BeforeEach
		void forget() {
			this.recorded.clear();
		}

		@AfterAll
		void close() {
			this.context.close();
		}

		@ParameterizedTest
		@ValueSource(strings = { "/value", "/mono", "/publisher" })
		void callIsAChildOfItsRequestAndTheParentOfItsOperations(String path) throws Exception {
			assertThat(get(path, WALLET)).isEqualTo(200);
			Observation.Context call = call();
			assertThat(RecordedObservations.parent(call)).isEqualTo("http.server.requests");
			assertThat(RecordedObservations.tag(call, "outcome")).isEqualTo("admitted");
			assertThat(RecordedObservations.tag(call, "ending")).isEqualTo("returned");
			assertThat(call.getAllKeyValues().toString()).doesNotContain("wallet-of");
			await().untilAsserted(() -> assertThat(this.recorded.named("escrowmint.store"))
				.extracting((operation) -> RecordedObservations.tag(operation, "operation"))
				.containsExactlyInAnyOrder("reserve", "commit"));
			assertThat(this.recorded.named("escrowmint.store")).allSatisfy(
					(operation) -> assertThat(operation.getParentObservation()).extracting(Observation.class::cast)
						.satisfies((parent) -> assertThat(parent.getContext()).isSameAs(call)));
		}

		@Test
		void refusedCallIsASpan() throws Exception {
			assertThat(get("/value", "nobody")).isEqualTo(402);
			Observation.Context call = call();
			assertThat(RecordedObservations.parent(call)).isEqualTo("http.server.requests");
			assertThat(RecordedObservations.tag(call, "outcome")).isEqualTo("insufficient_credits");
		}

		@Test
		void failedCallIsASpan() throws Exception {
			assertThat(get("/fails", WALLET)).isEqualTo(500);
			assertThat(RecordedObservations.tag(call(), "ending")).isEqualTo("failed");
		}

		private Observation.Context call() {
			List<Observation.Context> calls = await().until(() -> this.recorded.named("escrowmint.metered"),
					(found) -> !found.isEmpty());
			assertThat(calls).hasSize(1);
			return calls.get(0);
		}

		private int get(String path, String wallet) throws Exception {
			int port = ((WebServerApplicationContext) this.context).getWebServer().getPort();
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
				.header("Wallet", wallet)
				.build();
			return this.client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
		}

	}

}
