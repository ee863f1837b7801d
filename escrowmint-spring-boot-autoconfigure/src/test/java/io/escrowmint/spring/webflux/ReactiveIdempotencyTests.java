package io.escrowmint.spring.webflux;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

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
 * Repeated requests with an idempotency key, over a real Redis.
 */
@ReactiveTest
class ReactiveIdempotencyTests {

	private final WalletOfTest wallet = new WalletOfTest();

	private final String key = UUID.randomUUID().toString();

	@Autowired
	private QuotaService quota;

	@Autowired
	private ReactiveHttp http;

	@Autowired
	private AtomicInteger runs;

	@BeforeEach
	void fill() {
		this.quota.topUp(this.wallet.name(), 10);
		this.runs.set(0);
	}

	@Test
	void repeatIsAnsweredWithTheFirstResponse() throws Exception {
		HttpResponse<String> first = post("text", "body");
		this.wallet.assertCharged(this.quota, 3);
		HttpResponse<String> second = post("text", "body");
		assertThat(second.statusCode()).isEqualTo(201);
		assertThat(second.body()).isEqualTo(first.body()).isEqualTo("run 1 of body");
		assertThat(second.headers().firstValue("X-Run")).contains("1");
		assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
		assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
		this.wallet.assertCharged(this.quota, 3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text", "late-body", "plain" })
	void keyWithAnotherBodyIs422(String path) throws Exception {
		assertThat(post(path, "one").body()).isEqualTo("run 1 of one");
		this.wallet.assertCharged(this.quota, 3);
		assertThat(post(path, "two").statusCode()).isEqualTo(422);
		assertThat(post(path, "one").body()).isEqualTo("run 1 of one");
		assertThat(this.runs).hasValue(1);
	}

	@Test
	void formIsToldApartByItsParameters() throws Exception {
		assertThat(form("a=1&b=2").body()).isEqualTo("run 1 of 1");
		this.wallet.assertCharged(this.quota, 3);
		assertThat(form("b=2&a=1").body()).isEqualTo("run 1 of 1");
		assertThat(form("a=2").statusCode()).isEqualTo(422);
	}

	@ParameterizedTest
	@ValueSource(strings = { "events", "parts", "entity" })
	void severalPartsThatTheHandlerReadsItselfAreComparedAsTheyAre(String path) throws Exception {
		assertThat(part(path, "one").body()).isEqualTo("run 1 of one");
		this.wallet.assertCharged(this.quota, 3);
		assertThat(part(path, "one").headers().firstValue("Idempotency-Replayed")).contains("true");
		assertThat(part(path, "two").statusCode()).isEqualTo(422);
		assertThat(this.runs).hasValue(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "multipart/form-data", "multipart/mixed", "multipart/related" })
	void severalPartsThatAreParsedAreToldApartByTheirFields(String type) throws Exception {
		assertThat(part("parsed", "one", type).body()).isEqualTo("run 1 of one");
		this.wallet.assertCharged(this.quota, 3);
		assertThat(part("parsed", "one", type).headers().firstValue("Idempotency-Replayed")).contains("true");
		assertThat(part("parsed", "two", type).statusCode()).isEqualTo(422);
	}

	@Test
	void severalPartsThatAreTooLargeToCompareAre400() throws Exception {
		assertThat(part("events", "x".repeat(1_100_000)).statusCode()).isEqualTo(400);
		assertThat(this.runs).hasValue(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "odd", "/", "*/*", "application/*", "text/plain;charset=odd", "multipart/*",
			"multipart/alternative;boundary=B" })
	void bodyOfAnOddTypeIsComparedAsItIs(String type) throws Exception {
		assertThat(send("no-body", "a", type).body()).isEqualTo("run 1");
		this.wallet.assertCharged(this.quota, 3);
		assertThat(send("no-body", "a", type).body()).isEqualTo("run 1");
		assertThat(send("no-body", "b", type).statusCode()).isEqualTo(422);
	}

	@Test
	void absentBodyStaysAbsent() throws Exception {
		assertThat(send("optional", "", "application/json").body()).isEqualTo("run 1 of nothing");
		this.wallet.assertCharged(this.quota, 3);
		assertThat(send("optional", "", "application/json").body()).isEqualTo("run 1 of nothing");
		assertThat(send("optional", "{\"a\":1}", "application/json").statusCode()).isEqualTo(422);
	}

	@Test
	void failureFreesTheKey() throws Exception {
		assertThat(post("fails", "").statusCode()).isEqualTo(500);
		this.wallet.assertCharged(this.quota, 0);
		assertThat(post("fails", "").body()).isEqualTo("healed");
		this.wallet.assertCharged(this.quota, 3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "large", "stream" })
	void responseThatIsNotKeptIsAProblemForTheRepeat(String path) throws Exception {
		assertThat(post(path, "").statusCode()).isEqualTo(200);
		this.wallet.assertCharged(this.quota, 3);
		HttpResponse<String> second = post(path, "");
		assertThat(second.statusCode()).isEqualTo(409);
		assertThat(second.body()).contains("response-not-stored");
		assertThat(this.runs).hasValue(1);
		this.wallet.assertCharged(this.quota, 3);
	}

	@Test
	void keyThatCannotBeOneIs400() throws Exception {
		HttpResponse<String> response = this.http.send("POST", "/keyed/text", "x", "Wallet", this.wallet.name(),
				"Idempotency-Key", "a b");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("invalid-idempotency-key");
		this.wallet.assertCharged(this.quota, 0);
	}

	@Test
	void bodyThatIsTooLargeToCompareIs400() throws Exception {
		assertThat(post("late-body", "x".repeat(1_100_000)).statusCode()).isEqualTo(400);
		assertThat(this.runs).hasValue(0);
	}

	@Test
	void hundredAtOnceRunOnceAndPayOnce() {
		List<CompletableFuture<HttpResponse<String>>> sent = Stream
			.generate(() -> this.http.sendAsync("POST", "/keyed/text", "body", "Wallet", this.wallet.name(),
					"Idempotency-Key", this.key))
			.limit(100)
			.toList();
		List<HttpResponse<String>> answers = sent.stream().map(CompletableFuture::join).toList();
		assertThat(answers).allSatisfy((answer) -> assertThat(answer.statusCode()).isIn(201, 409));
		assertThat(answers).filteredOn((answer) -> answer.statusCode() == 201)
			.isNotEmpty()
			.allSatisfy((answer) -> assertThat(answer.body()).isEqualTo("run 1 of body"));
		assertThat(answers).filteredOn((answer) -> answer.statusCode() == 409)
			.allSatisfy((answer) -> assertThat(answer.headers().firstValue("Retry-After")).isPresent());
		assertThat(this.runs).hasValue(1);
		this.wallet.assertCharged(this.quota, 3);
		await().untilAsserted(() -> assertThat(post("text", "body").statusCode()).isEqualTo(201));
	}

	@Test
	void repeatHasTheHeadersOfItsOwnFilters() throws Exception {
		assertThat(filtered("X-Request-Id", "one").headers().allValues("X-Request-Id")).containsExactly("one");
		this.wallet.assertCharged(this.quota, 3);
		HttpResponse<String> repeat = filtered("X-Request-Id", "two");
		assertThat(repeat.headers().allValues("X-Request-Id")).containsExactly("two");
		assertThat(repeat.headers().allValues("X-Run")).containsExactly("1");
		assertThat(repeat.headers().firstValue("Idempotency-Replayed")).contains("true");
	}

	@Test
	void repeatHasWhatTheHandlerMadeOfAHeaderOfAFilter() throws Exception {
		assertThat(filtered("X-Run", "none").headers().allValues("X-Run")).containsExactly("1");
		this.wallet.assertCharged(this.quota, 3);
		assertThat(filtered("X-Run", "none").headers().allValues("X-Run")).containsExactly("1");
	}

	@Test
	void repeatKeepsWhatAFilterSaidOfTheBody() throws Exception {
		assertThat(filtered("Content-Language", "de").headers().allValues("Content-Language")).containsExactly("de");
		this.wallet.assertCharged(this.quota, 3);
		assertThat(filtered("X-Request-Id", "two").headers().allValues("Content-Language")).containsExactly("de");
	}

	@ParameterizedTest
	@ValueSource(strings = { "raw", "raw-exchange" })
	void handlerThatReadsTheBodyOfAFormFindsIt(String path) throws Exception {
		String form = "a=1&b=x+y&c";
		assertThat(send(path, form, "application/x-www-form-urlencoded").body()).isEqualTo("run 1 of " + form);
		this.wallet.assertCharged(this.quota, 3);
		assertThat(send(path, form, "application/x-www-form-urlencoded").body()).isEqualTo("run 1 of " + form);
		assertThat(send(path, "a=2", "application/x-www-form-urlencoded").statusCode()).isEqualTo(422);
		this.wallet.assertCharged(this.quota, 3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\":\"1+1=2&3\"}", "{\"a\":\"100% \"}", "a=%zz", "b=%20&a=%2b&&=" })
	void bodyThatOnlySaysItIsAFormIsReadAsItCame(String body) throws Exception {
		String type = "application/x-www-form-urlencoded";
		assertThat(send("raw", body, type).body()).isEqualTo("run 1 of " + body);
		this.wallet.assertCharged(this.quota, 3);
		assertThat(send("raw", body, type).headers().firstValue("Idempotency-Replayed")).contains("true");
		assertThat(send("raw", body + "b", type).statusCode()).isEqualTo(422);
		this.wallet.assertCharged(this.quota, 3);
	}

	@Test
	void formIsReadAheadUpToTheLimit() throws Exception {
		String form = "a=" + "x".repeat(300_000);
		assertThat(form(form).body()).hasSize(300_009);
		this.wallet.assertCharged(this.quota, 3);
		assertThat(form("a=" + "x".repeat(1_100_000)).statusCode()).isEqualTo(400);
		assertThat(this.runs).hasValue(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "multipart/form-data", "multipart/form-data; boundary=B" })
	void partsThatCannotBeParsedAre400(String type) throws Exception {
		HttpResponse<String> response = send("no-body", "--B\r\nContent-Type: text/plain\r\n\r\n1\r\n--B--\r\n", type);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("invalid-idempotency-key");
		this.wallet.assertCharged(this.quota, 0);
	}

	@Test
	void formThatAFilterBeforeOursHasParsedIsComparedByItsParameters() throws Exception {
		assertThat(early("a=1").body()).isEqualTo("run 1 of a=1");
		this.wallet.assertCharged(this.quota, 3);
		assertThat(early("a=1").headers().firstValue("Idempotency-Replayed")).contains("true");
		assertThat(early("a=2").statusCode()).isEqualTo(422);
	}

	private HttpResponse<String> early(String form) throws Exception {
		return this.http.send("POST", "/keyed/raw", form, "Wallet", this.wallet.name(), "Idempotency-Key", this.key,
				"Content-Type", "application/x-www-form-urlencoded", "Parse-Early", "yes");
	}

	@Test
	void formThatAFilterHasParsedIsComparedByItsParameters() throws Exception {
		assertThat(parsed("a=1&b=2").body()).isEqualTo("run 1");
		this.wallet.assertCharged(this.quota, 3);
		assertThat(parsed("b=2&a=1").headers().firstValue("Idempotency-Replayed")).contains("true");
		assertThat(parsed("a=2&b=2").statusCode()).isEqualTo(422);
	}

	private HttpResponse<String> parsed(String form) throws Exception {
		return this.http.send("POST", "/keyed/unread", form, "Wallet", this.wallet.name(), "Idempotency-Key", this.key,
				"Content-Type", "application/x-www-form-urlencoded", "Parse", "yes");
	}

	@ParameterizedTest
	@CsvSource({ "no-body, application/x-www-form-urlencoded", "raw, application/x-www-form-urlencoded",
			"model, application/x-www-form-urlencoded", "no-body, multipart/form-data; boundary=B" })
	void bodyThatAFilterHasReadIsComparedAsItCame(String path, String type) throws Exception {
		HttpResponse<String> first = cached(path, "a=1", type);
		assertThat(first.body()).startsWith("run 1");
		this.wallet.assertCharged(this.quota, 3);
		assertThat(cached(path, "a=1", type).body()).isEqualTo(first.body());
		assertThat(cached(path, "a=2", type).statusCode()).isEqualTo(422);
		assertThat(this.runs).hasValue(1);
	}

	private HttpResponse<String> cached(String path, String body, String type) throws Exception {
		return this.http.send("POST", "/keyed/" + path, body, "Wallet", this.wallet.name(), "Idempotency-Key", this.key,
				"Content-Type", type, "Cache", "yes");
	}

	@ParameterizedTest
	@CsvSource({ "raw, mixed", "raw, related", "plain, mixed", "no-body, mixed", "no-body, related" })
	void partsThatNobodyAsksForNeedNoNames(String path, String type) throws Exception {
		String body = "--B\r\nContent-Type: text/plain\r\n\r\n1\r\n--B--\r\n";
		String answer = "run 1" + (path.equals("no-body") ? "" : " of " + body);
		assertThat(send(path, body, "multipart/" + type + "; boundary=B").body()).isEqualTo(answer);
		this.wallet.assertCharged(this.quota, 3);
		assertThat(send(path, body, "multipart/" + type + "; boundary=B").body()).isEqualTo(answer);
		assertThat(send(path, body.replace('1', '2'), "multipart/" + type + "; boundary=B").statusCode())
			.isEqualTo(422);
		this.wallet.assertCharged(this.quota, 3);
	}

	private HttpResponse<String> filtered(String header, String value) throws Exception {
		return this.http.send("POST", "/keyed/text", "body", "Wallet", this.wallet.name(), "Idempotency-Key", this.key,
				"Filtered", header + "=" + value);
	}

	@Test
	void repeatFromAnotherOriginIsShownToThatOne() throws Exception {
		assertThat(crossed("http://a.test")).containsExactly("http://a.test");
		this.wallet.assertCharged(this.quota, 3);
		assertThat(crossed("http://b.test")).containsExactly("http://b.test");
		assertThat(this.runs).hasValue(1);
	}

	private List<String> crossed(String origin) throws Exception {
		return this.http
			.send("POST", "/keyed/crossed", "", "Wallet", this.wallet.name(), "Idempotency-Key", this.key, "Origin",
					origin)
			.headers()
			.allValues("Access-Control-Allow-Origin");
	}

	@Test
	void repeatVariesByWhatItsFiltersSayAndByWhatTheHandlerSaid() throws Exception {
		assertThat(varied("Accept").headers().allValues("Vary")).contains("Accept");
		this.wallet.assertCharged(this.quota, 3);
		assertThat(varied("Origin").headers().allValues("Vary")).containsExactlyInAnyOrder("Origin", "Accept");
	}

	private HttpResponse<String> varied(String filtered) throws Exception {
		return this.http.send("POST", "/keyed/varied", "", "Wallet", this.wallet.name(), "Idempotency-Key", this.key,
				"Vary-By", filtered);
	}

	@Test
	void repeatIsTransformedByFiltersOnce() throws Exception {
		HttpResponse<byte[]> first = zipped();
		this.wallet.assertCharged(this.quota, 3);
		HttpResponse<byte[]> second = zipped();
		assertThat(PlayedWebFilters.unzipped(second.body())).isEqualTo(PlayedWebFilters.unzipped(first.body()))
			.isEqualTo("run 1 of body");
		assertThat(second.headers().allValues("Content-Encoding")).containsExactly("gzip");
		assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
	}

	private HttpResponse<byte[]> zipped() throws Exception {
		return this.http.bytes("POST", "/keyed/text", "body", "Wallet", this.wallet.name(), "Idempotency-Key", this.key,
				"Zip", "yes");
	}

	@Test
	void keyOfAnotherClientOfTheWalletIsRefused() throws Exception {
		assertThat(post("ann").statusCode()).isEqualTo(201);
		this.wallet.assertCharged(this.quota, 3);
		assertThat(post("ann").headers().firstValue("Idempotency-Replayed")).contains("true");
		assertThat(post("bob").statusCode()).isEqualTo(422);
		assertThat(post("text", "body").statusCode()).isEqualTo(422);
		this.wallet.assertCharged(this.quota, 3);
	}

	private HttpResponse<String> post(String user) throws Exception {
		return this.http.send("POST", "/keyed/text", "body", "Wallet", this.wallet.name(), "Idempotency-Key", this.key,
				"User", user);
	}

	private HttpResponse<String> post(String path, String body) throws Exception {
		return this.http.send("POST", "/keyed/" + path, body, "Wallet", this.wallet.name(), "Idempotency-Key",
				"\"" + this.key + "\"");
	}

	private HttpResponse<String> form(String body) throws Exception {
		return send("form", body, "application/x-www-form-urlencoded");
	}

	private HttpResponse<String> part(String path, String value) throws Exception {
		return part(path, value, "multipart/form-data");
	}

	private HttpResponse<String> part(String path, String value, String type) throws Exception {
		return send("parts/" + path,
				"--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + value + "\r\n--B--\r\n",
				type + "; boundary=B");
	}

	private HttpResponse<String> send(String path, String body, String type) throws Exception {
		return this.http.send("POST", "/keyed/" + path, body, "Wallet", this.wallet.name(), "Idempotency-Key", this.key,
				"Content-Type", type);
	}

}
