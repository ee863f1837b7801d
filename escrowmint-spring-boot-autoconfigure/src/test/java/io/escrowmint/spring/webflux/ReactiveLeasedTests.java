package io.escrowmint.spring.webflux;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.QuotaService;
import io.escrowmint.lease.CreditLeases;
import io.escrowmint.model.Figures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The leased path of reactive requests, over real HTTP and a real Redis. A wallet has
 * 1000 credits, 100 of them in a lease that lasts for the test.
 */
@ReactiveTest
@TestPropertySource(properties = { "escrowmint.metered.path=leased", "escrowmint.leases.initial-size=100",
		"escrowmint.leases.min-size=10", "escrowmint.leases.report-interval=20ms", "escrowmint.leases.duration=10m",
		"escrowmint.leases.idle-after=10m" })
class ReactiveLeasedTests {

	private final WalletOfTest wallet = new WalletOfTest();

	@Autowired
	private QuotaService quota;

	@Autowired
	private CreditLeases leases;

	@Autowired
	private ReactiveHttp http;

	@Autowired
	private AtomicInteger runs;

	@BeforeEach
	void fill() {
		this.quota.topUp(this.wallet.name(), 1000);
		assertThat(this.leases.prewarm(List.of(this.wallet.name()), Duration.ofSeconds(30))).isTrue();
		this.runs.set(0);
	}

	@ParameterizedTest(name = "{0} {1} answers {2} and costs {3}")
	@CsvSource({ "GET,/mono,200,3", "HEAD,/mono,200,3", "GET,/free,200,0", "GET,/delayed,200,1", "GET,/flux,200,1",
			"GET,/void-exchange,200,1", "GET,/future,200,1", "GET,/future-failed,500,0", "GET,/status-404,404,0",
			"GET,/thrown,500,0", "GET,/error,500,0", "GET,/mapped-to-200,200,1", "GET,/flux-error-first,500,0",
			"GET,/number,400,0", "POST,/mono,405,0", "GET,/streams/three,200,3", "GET,/text,200,2",
			"GET,/text-thrown,500,0", "GET,/settle,200,2", "GET,/add-cost,200,4", "GET,/overrun,200,4",
			"GET,/fail,200,0", "GET,/repeated,200,2", "GET,/nested-beside,200,5", "GET,/nested-plain,200,1" })
	void endingDecidesWhatIsCharged(String method, String path, int status, long cost) throws Exception {
		assertThat(send(method, path).statusCode()).isEqualTo(status);
		assertCharged(cost, 0);
	}

	@Test
	void headersTellCostAndWhatIsLeft() throws Exception {
		HttpResponse<String> response = send("GET", "/mono");
		assertThat(response.headers().firstValue("X-Credits-Cost")).contains("3");
		assertThat(response.headers().firstValue("RateLimit")).contains("\"credits\";r=997");
		assertThat(response.headers().firstValue("RateLimit-Policy")).contains("\"credits\";q=1000");
	}

	@Test
	void emptyWalletIs402() throws Exception {
		HttpResponse<String> response = this.http.send("GET", "/mono", "", "Wallet", "poor-" + this.wallet.name());
		assertThat(response.statusCode()).isEqualTo(402);
		assertThat(response.body()).contains("insufficient_balance").doesNotContain("poor-");
		assertThat(response.headers().firstValue("RateLimit")).contains("\"credits\";r=0");
	}

	@Test
	void repeatOfARequestWithAKeyIsReplayed() throws Exception {
		HttpResponse<String> first = order();
		await().untilAsserted(() -> assertThat(order().headers().firstValue("Idempotency-Replayed")).contains("true"));
		assertThat(order().body()).isEqualTo(first.body()).isEqualTo("run 1 of x");
		// A request with a key asks the store.
		assertCharged(0, 3);
	}

	private HttpResponse<String> order() throws Exception {
		return this.http.send("POST", "/keyed/plain", "x", "Wallet", this.wallet.name(), "Idempotency-Key", "key");
	}

	private HttpResponse<String> send(String method, String path) throws Exception {
		return this.http.send(method, path, "", "Wallet", this.wallet.name());
	}

	private void assertCharged(long lease, long store) {
		await().untilAsserted(() -> {
			assertThat(this.quota.state(this.wallet.name()).figures())
				.isEqualTo(new Figures(900 - store, 0, 100 - lease, lease + store, 1000, 0));
			assertThat(this.leases.exposure().held()).isZero();
		});
	}

}
