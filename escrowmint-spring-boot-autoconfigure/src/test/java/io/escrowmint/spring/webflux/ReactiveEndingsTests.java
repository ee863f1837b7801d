package io.escrowmint.spring.webflux;

import java.net.Socket;
import java.net.http.HttpResponse;

import io.escrowmint.QuotaService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What each ending of a reactive request costs, over real HTTP and a real Redis.
 */
@ReactiveTest
class ReactiveEndingsTests {

	private final WalletOfTest wallet = new WalletOfTest();

	@Autowired
	private QuotaService quota;

	@Autowired
	private ReactiveHttp http;

	@BeforeEach
	void fill() {
		this.quota.topUp(this.wallet.name(), 10);
	}

	@ParameterizedTest(name = "{0} {1} answers {2} and costs {3}")
	@CsvSource({ "GET,/mono,200,3", "HEAD,/mono,200,3", "GET,/free,200,0", "GET,/unmetered,200,0", "GET,/delayed,200,1",
			"GET,/slow,200,1", "GET,/flux,200,1", "HEAD,/flux,200,1", "GET,/empty,200,1", "GET,/empty-flux,200,1",
			"GET,/void,200,1", "GET,/void-exchange,200,1", "GET,/void-exchange-404,404,0",
			"GET,/void-exchange-locally-mapped,200,1", "GET,/entity,200,1", "GET,/entity-404,404,0",
			"GET,/redirect,302,1", "GET,/future,200,1", "GET,/future-failed,500,0", "POST,/created,201,1",
			"GET,/status-404,404,0", "GET,/thrown,500,0", "GET,/error,500,0", "GET,/error-of-the-vm,500,0",
			"GET,/status-exception,418,0", "GET,/gone,410,0", "GET,/mapped-to-200,200,1",
			"GET,/thrown-mapped-to-200,200,1", "GET,/mapped-to-502,502,0", "GET,/locally-mapped,200,1",
			"GET,/timeout,500,0", "GET,/flux-error-first,500,0", "GET,/number?value=7,200,1", "GET,/number,400,0",
			"GET,/number?value=x,400,0", "POST,/mono,405,0", "OPTIONS,/mono,200,0", "GET,/unknown,404,0",
			"POST,/body,415,0", "GET,/streams/three,200,3", "HEAD,/streams/three,200,3", "GET,/who,200,0" })
	void endingDecidesWhatIsCharged(String method, String path, int status, long cost) throws Exception {
		assertThat(send(method, path).statusCode()).isEqualTo(status);
		this.wallet.assertCharged(this.quota, cost);
	}

	@ParameterizedTest(name = "{0} answers {1} and costs {2}")
	@CsvSource({ "/text,200,2", "/integer,200,1", "/record,200,1", "/record-created,201,1",
			"/record-created-mapped,201,1", "/no-text,200,1", "/nothing,200,1", "/nothing-written,202,1",
			"/text-thrown,500,0", "/text-mapped-to-200,200,1", "/text-locally-mapped,200,1", "/entity-of-flux,202,1",
			"/entity-of-error,500,0", "/plain-entity-404,404,0", "/bytes,200,1" })
	void handlerThatReturnsNoPublisherIsCharged(String path, int status, long cost) throws Exception {
		assertThat(send("GET", path).statusCode()).isEqualTo(status);
		this.wallet.assertCharged(this.quota, cost);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/fatal-thrown", "/fatal-signaled", "/fatal-mapped", "/fatal-text" })
	void errorThatReactorThrowsInsteadOfSignalingItIsFree(String path) throws Exception {
		int before = Endings.DIED.get();
		try (Socket socket = this.http.open(path, this.wallet.name())) {
			await().until(() -> Endings.DIED.get() > before);
			this.wallet.assertCharged(this.quota, 0);
		}
	}

	@ParameterizedTest(name = "{0} costs {1}")
	@CsvSource({ "/settle,2", "/add-cost,4", "/overrun,4", "/fail,0", "/repeated,2", "/repeated-fail,0",
			"/nested-beside-fail,0", "/fail-nested-beside,0" })
	void handlerSteersItsCost(String path, long cost) throws Exception {
		assertThat(send("GET", path).statusCode()).isEqualTo(200);
		this.wallet.assertCharged(this.quota, cost);
	}

	@ParameterizedTest(name = "{0} costs {1}")
	@CsvSource({ "/nested,1", "/nested-beside,5", "/nested-plain,1", "/nested-only,5", "/nested-below-a-condition,5",
			"/sales,4" })
	void meteredCallWithinAMeteredCallJoins(String path, long cost) throws Exception {
		assertThat(send("GET", path).statusCode()).isEqualTo(200);
		this.wallet.assertCharged(this.quota, cost);
	}

	@ParameterizedTest(name = "{0} answers {1}")
	@CsvSource({ "/mono,done", "/text,done", "/record,{\"text\":\"done\"}", "/integer,42", "/void-exchange,written",
			"/flux,[{\"text\":\"a\"};{\"text\":\"b\"}]", "/locally-mapped,locally mapped",
			"/text-locally-mapped,locally mapped", "/record-created-mapped,locally mapped",
			"/void-exchange-locally-mapped,locally mapped", "/mapped-to-200,mapped", "/nested,outer inner",
			"/nested-plain,outer done" })
	void responseIsWhatItIsWithoutMetering(String path, String body) throws Exception {
		assertThat(send("GET", path).body()).isEqualTo(body.replace(';', ','));
	}

	@ParameterizedTest
	@ValueSource(strings = { "mono", "flux", "text" })
	void adviceBehindTheMeteringFindsItsInvocation(String name) throws Exception {
		assertThat(send("GET", "/advised/" + name).body()).isEqualTo(name);
		this.wallet.assertCharged(this.quota, 1);
	}

	@Test
	void unreadableBodyAndWrongAcceptHoldNothing() throws Exception {
		assertThat(post("/body", "application/json", "{not json").statusCode()).isEqualTo(400);
		assertThat(this.http.send("GET", "/json", "", "Wallet", this.wallet.name(), "Accept", "application/xml")
			.statusCode()).isEqualTo(406);
		this.wallet.assertCharged(this.quota, 0);
	}

	@Test
	void bodyThatTheHandlerReadsItselfDecidesAsWell() throws Exception {
		assertThat(post("/mono-body", "application/json", "{\"text\":\"a\"}").body()).isEqualTo("a");
		this.wallet.assertCharged(this.quota, 1);
		assertThat(post("/mono-body", "application/json", "{not json").statusCode()).isEqualTo(400);
		this.wallet.assertCharged(this.quota, 1);
	}

	@Test
	void lastCreditsAreSpentAndThenTheAnswerIs402() throws Exception {
		this.quota.tryConsume(this.wallet.name(), 7);
		assertThat(send("GET", "/mono").statusCode()).isEqualTo(200);
		assertProblem(send("GET", "/mono"), 402, "insufficient-credits");
		this.wallet.assertCharged(this.quota, 10);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/mono", "/flux", "/text", "/record-created", "/entity-of-flux", "/void-exchange",
			"/future", "/streams/three", "/nothing-written", "/status-404", "/nested-beside", "/nested-only" })
	void refusalIsNoErrorOfTheApplication(String path) throws Exception {
		assertProblem(this.http.send("GET", path, "", "Wallet", "poor-" + this.wallet.name()), 402,
				"insufficient-credits");
		assertProblem(this.http.send("GET", path, ""), 401, "api-key-required");
	}

	@ParameterizedTest
	@ValueSource(strings = { "*/*", "text/html", "text/event-stream" })
	void problemIsWrittenWhateverTheClientAccepts(String accepted) throws Exception {
		HttpResponse<String> response = this.http.send("GET", "/mono", "", "Accept", accepted);
		assertProblem(response, 401, "api-key-required");
		assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/mono", "/free", "/who", "/text" })
	void nameThatNoWalletCanHaveIsNoWallet(String path) throws Exception {
		assertProblem(this.http.send("GET", path, "", "Wallet", "x".repeat(300)), 401, "api-key-required");
	}

	@Test
	void responseTellsCostAndWhatIsLeft() throws Exception {
		HttpResponse<String> response = send("GET", "/mono");
		assertThat(response.headers().firstValue("X-Credits-Cost")).contains("3");
		assertThat(response.headers().firstValue("RateLimit")).contains("\"credits\";r=7");
		assertThat(send("GET", "/unmetered").headers().firstValue("X-Credits-Cost")).isEmpty();
	}

	@ParameterizedTest(name = "{0} costs {1} and leaves {2}")
	@CsvSource({ "/repeated,3,7", "/nested-beside,5,5", "/nested-elsewhere,5,9" })
	void responseOfSeveralHoldsTellsWhatItsWalletHasLeft(String path, String cost, String left) throws Exception {
		this.quota.topUp("elsewhere", 100);
		HttpResponse<String> response = send("GET", path);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("X-Credits-Cost")).contains(cost);
		assertThat(response.headers().firstValue("RateLimit")).contains("\"credits\";r=" + left);
		assertThat(response.headers().firstValue("RateLimit-Policy")).contains("\"credits\";q=10");
	}

	@Test
	void handlerRunsOnNoThreadOfTheDriver() throws Exception {
		assertThat(send("GET", "/thread").body()).doesNotContain("lettuce");
	}

	private HttpResponse<String> send(String method, String path) throws Exception {
		return this.http.send(method, path, "", "Wallet", this.wallet.name());
	}

	private HttpResponse<String> post(String path, String type, String body) throws Exception {
		return this.http.send("POST", path, body, "Wallet", this.wallet.name(), "Content-Type", type);
	}

	private static void assertProblem(HttpResponse<String> response, int status, String type) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(response.body()).contains("\"status\":" + status, "/" + type + "\"").doesNotContain("poor-");
	}

}
