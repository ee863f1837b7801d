package io.escrowmint.spring.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;

import io.escrowmint.QuotaService;
import io.escrowmint.metering.WalletRequiredException;
import io.escrowmint.model.Figures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What each ending of a blocking request costs, over real HTTP.
 */
@SpringBootTest(classes = MeteredApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "escrowmint.store=memory")
class MeteredRequestTests {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private final String wallet = "wallet-" + UUID.randomUUID();

	@LocalServerPort
	private int port;

	@Autowired
	private QuotaService quota;

	@Autowired
	private MeteredApplication.Handlers handlers;

	@BeforeEach
	void fill() {
		this.quota.topUp(this.wallet, 10);
	}

	@ParameterizedTest(name = "{0} {1} answers {2} and costs {3}")
	@CsvSource({ "GET,/ok,200,3", "HEAD,/ok,200,3", "GET,/free,200,0", "GET,/redirect,302,1", "GET,/status,404,0",
			"GET,/exception,500,0", "GET,/error-thrown,500,0", "GET,/gone,410,0", "GET,/mapped-to-500,500,0",
			"GET,/mapped-to-200,200,1", "GET,/forward,200,1", "GET,/nested,200,1", "GET,/inner,200,5",
			"GET,/slow,200,1", "GET,/number?value=7,200,1", "GET,/number,400,0", "GET,/number?value=x,400,0",
			"OPTIONS,/ok,200,0", "POST,/ok,405,0", "GET,/unknown,404,0", "POST,/body,415,0", "GET,/plain,200,0" })
	void endingDecidesWhatIsCharged(String method, String path, int status, long cost) throws Exception {
		assertThat(send(method, path, "Wallet", this.wallet).statusCode()).isEqualTo(status);
		assertCharged(cost);
	}

	@Test
	void unreadableBodyHoldsNothing() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(uri("/body"))
			.header("Wallet", this.wallet)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{not json"))
			.build();
		assertThat(HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(400);
		assertCharged(0);
	}

	@Test
	void lastCreditsAreSpentAndThenTheAnswerIs402() throws Exception {
		this.quota.tryConsume(this.wallet, 7);
		assertThat(send("GET", "/ok", "Wallet", this.wallet).statusCode()).isEqualTo(200);
		assertProblem(send("GET", "/ok", "Wallet", this.wallet), 402, "Insufficient credits");
		assertCharged(10);
	}

	@ParameterizedTest
	@ValueSource(strings = { "*/*", "text/html", "text/event-stream", "image/png" })
	void problemIsWrittenWhateverTheClientAccepts(String accepted) throws Exception {
		HttpResponse<String> response = send("GET", "/ok", "Accept", accepted);
		assertProblem(response, 401, "API key required");
		assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/ok", "/free", "/who" })
	void nameThatNoWalletCanHaveIsNoWallet(String path) throws Exception {
		assertProblem(send("GET", path, "Wallet", "x".repeat(300)), 401, "API key required");
	}

	@Test
	void handlerOutsideOfARequestIsMeteredLikeAnyMethod() {
		assertThat(this.handlers.of(this.wallet)).isEqualTo("done");
		assertCharged(2);
		assertThatExceptionOfType(WalletRequiredException.class).isThrownBy(this.handlers::ok);
	}

	@Test
	void handlerGetsTheWallet() throws Exception {
		assertThat(send("GET", "/who", "Wallet", this.wallet).body()).isEqualTo(this.wallet);
	}

	@Test
	void problemsNameNoWallet() throws Exception {
		HttpResponse<String> response = send("GET", "/ok", "Wallet", "poor-" + this.wallet);
		assertProblem(response, 402, "Insufficient credits");
		assertThat(response.body()).doesNotContain(this.wallet);
	}

	// The client may have the whole response a moment before it is settled.
	private void assertCharged(long cost) {
		await().untilAsserted(() -> {
			Figures figures = this.quota.state(this.wallet).figures();
			assertThat(figures.spent()).isEqualTo(cost);
			assertThat(figures.held()).isZero();
			assertThat(figures.available()).isEqualTo(10 - cost);
		});
	}

	private static void assertProblem(HttpResponse<String> response, int status, String detail) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(response.body()).contains("\"status\":" + status, "\"detail\":\"" + detail + "\"");
	}

	private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(uri(path))
			.method(method, HttpRequest.BodyPublishers.noBody())
			.headers(headers)
			.build();
		return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
	}

	private URI uri(String path) {
		return URI.create("http://localhost:" + this.port + path);
	}

}
