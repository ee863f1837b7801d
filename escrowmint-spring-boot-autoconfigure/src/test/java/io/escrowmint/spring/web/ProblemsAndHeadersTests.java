package io.escrowmint.spring.web;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.escrowmint.QuotaService;
import io.escrowmint.model.Reserve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client reads about its credits.
 */
@SpringBootTest(classes = EndingsApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "escrowmint.store=memory", "escrowmint.metered.max-cost=4000",
				"escrowmint.web.problem-base-uri=urn:acme:" })
class ProblemsAndHeadersTests {

	private final String wallet = "wallet-" + UUID.randomUUID();

	@LocalServerPort
	private int port;

	@Autowired
	private QuotaService quota;

	@Test
	void responseTellsWhatIsHeldAndLeft() throws Exception {
		this.quota.topUp(this.wallet, 10);
		HttpResponse<String> response = get("/ok");
		assertThat(response.headers().firstValue("RateLimit-Policy")).contains("\"credits\";q=10");
		assertThat(response.headers().firstValue("RateLimit")).contains("\"credits\";r=7");
		assertThat(response.headers().firstValue("X-Credits-Cost")).contains("3");
	}

	@ParameterizedTest(name = "{0} costs {1} and leaves {2}")
	@CsvSource({ "/repeated, 5, 5", "/nested-named, 8, 2", "/nested-elsewhere, 8, 7" })
	void responseOfSeveralHoldsTellsTheirSumAndWhatItsWalletHasLeft(String path, String cost, String left)
			throws Exception {
		this.quota.topUp(this.wallet, 10);
		this.quota.topUp("elsewhere", 100);
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("X-Credits-Cost")).contains(cost);
		assertThat(response.headers().firstValue("RateLimit")).contains("\"credits\";r=" + left);
		assertThat(response.headers().firstValue("RateLimit-Policy")).contains("\"credits\";q=10");
	}

	@Test
	void headersComeBeforeAStreamedBody() throws Exception {
		this.quota.topUp(this.wallet, 10);
		assertThat(get("/sse").headers().firstValue("X-Credits-Cost")).contains("3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/ok", "/writer-argument" })
	void emptyWalletIs402(String path) throws Exception {
		this.quota.topUp(this.wallet, 2);
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).isEqualTo(402);
		assertThat(response.body()).contains("\"type\":\"urn:acme:insufficient-credits\"",
				"\"detail\":\"Insufficient credits\"", "\"reason\":\"insufficient_balance\"");
		assertThat(response.headers().firstValue("RateLimit")).contains("\"credits\";r=2");
		assertThat(response.headers().firstValue("Retry-After")).isEmpty();
	}

	@Test
	void walletWhoseCreditsAreHeldIs402WithATime() throws Exception {
		this.quota.topUp(this.wallet, 3);
		this.quota.reserve(Reserve.of(this.wallet, 2, Duration.ofSeconds(60)));
		HttpResponse<String> response = get("/ok");
		assertThat(response.statusCode()).isEqualTo(402);
		assertThat(response.body()).contains("\"reason\":\"balance_held\"");
		assertThat(Integer.parseInt(response.headers().firstValue("Retry-After").orElseThrow())).isBetween(30, 60);
	}

	@Test
	void requestThatCostsMoreThanAnyMayIs402() throws Exception {
		this.quota.topUp(this.wallet, 10_000);
		HttpResponse<String> response = get("/repeated-refused");
		assertThat(response.statusCode()).isEqualTo(402);
		assertThat(response.body()).contains("\"reason\":\"cost_exceeds_limit\"").doesNotContain(this.wallet);
	}

	@Test
	void beanThatCannotBePaidWithinIs402() throws Exception {
		this.quota.topUp(this.wallet, 1);
		HttpResponse<String> response = get("/sale");
		assertThat(response.statusCode()).isEqualTo(402);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(response.body()).contains("insufficient-credits", "insufficient_balance")
			.doesNotContain(this.wallet);
		assertThat(response.headers().firstValue("RateLimit")).isEmpty();
	}

	private HttpResponse<String> get(String path) throws Exception {
		return new Wire(this.port).send("GET", path, null, List.of("Wallet", this.wallet));
	}

}
