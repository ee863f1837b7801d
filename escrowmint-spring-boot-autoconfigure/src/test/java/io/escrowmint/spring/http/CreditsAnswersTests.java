package io.escrowmint.spring.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

import io.escrowmint.metering.Admission;
import io.escrowmint.model.Bytes;
import io.escrowmint.model.CorruptStateException;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.WalletFencedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class CreditsAnswersTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final HttpOptions SILENT = new HttpOptions(URI.create("urn:mine:"), false, false, false, true, 1, 1);

	private final CreditsAnswers answers = new CreditsAnswers(HttpOptions.DEFAULTS, InstantSource.fixed(NOW));

	static Stream<Arguments> refusals() {
		return Stream.of(Arguments.of(new Admission.WalletRequired(), CreditsProblem.API_KEY_REQUIRED, null, null),
				Arguments.of(new Admission.CostLimit(9, 5), CreditsProblem.INSUFFICIENT_CREDITS, "cost_exceeds_limit",
						null),
				Arguments.of(shortage(5, 1, 3, 0), CreditsProblem.INSUFFICIENT_CREDITS, "insufficient_balance", null),
				Arguments.of(shortage(5, 1, 4, 1), CreditsProblem.INSUFFICIENT_CREDITS, "balance_held", "1"),
				Arguments.of(shortage(5, 1, 4, 2001), CreditsProblem.INSUFFICIENT_CREDITS, "balance_held", "3"),
				Arguments.of(shortage(5, 1, 4, -5000), CreditsProblem.INSUFFICIENT_CREDITS, "balance_held", "1"),
				Arguments.of(refused(new Refusal.HttpKeyInFlight("secret-wallet", "secret-key", NOW)),
						CreditsProblem.REQUEST_IN_PROGRESS, null, "1"),
				Arguments.of(refused(new Refusal.HttpKeyReused("secret-wallet", "secret-key")),
						CreditsProblem.IDEMPOTENCY_KEY_REUSED, null, null),
				Arguments.of(refused(new Refusal.HttpKeyAnswered("secret-wallet", "secret-key", null)),
						CreditsProblem.RESPONSE_NOT_STORED, null, null),
				Arguments.of(refused(new Refusal.WalletLimit("secret-wallet", 1, 1)),
						CreditsProblem.CREDITS_UNAVAILABLE, null, "1"),
				Arguments.of(new Admission.Unavailable(new StoreUnavailableException("secret-wallet", null)),
						CreditsProblem.CREDITS_UNAVAILABLE, null, "1"));
	}

	@ParameterizedTest
	@MethodSource("refusals")
	void everyRefusalIsAProblemThatNamesNoSecret(Admission admission, CreditsProblem problem, String reason,
			String retryAfter) {
		HttpAnswer answer = this.answers.to(admission);
		assertThat(answer.status()).isEqualTo(problem.status());
		assertThat(value(answer, "Content-Type")).isEqualTo("application/problem+json");
		assertThat(value(answer, "Cache-Control")).isEqualTo("no-store");
		assertThat(value(answer, "Retry-After")).isEqualTo(retryAfter);
		JsonNode json = json(answer);
		assertThat(json.get("type").stringValue()).isEqualTo("https://escrowmint.io/problems/" + problem.slug());
		assertThat(json.get("status").intValue()).isEqualTo(problem.status());
		assertThat(json.get("detail").stringValue()).isEqualTo(problem.detail());
		assertThat(json.path("reason").asString(null)).isEqualTo(reason);
		assertThat(answer.toString() + text(answer)).doesNotContain("secret");
	}

	static Stream<Throwable> outages() {
		return Stream.of(new StoreUnavailableException("secret-wallet", null),
				new OutcomeUnknownException("secret-wallet", null, "secret-wallet", null),
				new WalletFencedException("secret-wallet"), new CorruptStateException("secret-wallet", "secret-bytes"));
	}

	@ParameterizedTest
	@MethodSource("outages")
	void whatTheStoreCannotServeWithinARequestIsWhatTheHandlerWouldHaveAnswered(Throwable failure) {
		HttpAnswer answer = this.answers.toFailure(failure);
		assertThat(answer).isEqualTo(this.answers.problem(CreditsProblem.CREDITS_UNAVAILABLE));
		assertThat(value(answer, "Retry-After")).isEqualTo("1");
		assertThat(answer.toString() + text(answer)).doesNotContain("secret");
	}

	@Test
	void failureThatIsNotAboutCreditsHasNoAnswer() {
		assertThat(this.answers.toFailure(new IllegalStateException())).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "3,balance_held", "2,insufficient_balance" })
	void whatLiesInLeasesIsHeldToo(long leased, String reason) {
		Refusal shortage = new Refusal.InsufficientCredits("wallet", 5, 1, 1, leased, NOW.plusMillis(1500));
		HttpAnswer answer = this.answers.to(new Admission.Refused(shortage, 1));
		assertThat(json(answer).get("reason").stringValue()).isEqualTo(reason);
		assertThat(value(answer, "Retry-After")).isEqualTo(reason.equals("balance_held") ? "2" : null);
	}

	@ParameterizedTest
	@EnumSource
	void everyProblemIsReadableJson(CreditsProblem problem) {
		JsonNode json = json(new CreditsAnswers(SILENT).problem(problem));
		assertThat(json.get("type").stringValue()).isEqualTo("urn:mine:" + problem.slug());
		assertThat(json.get("title").stringValue()).isEqualTo(problem.title());
	}

	@Test
	void textsThatClientsReadAreTheKnownOnes() {
		assertThat(CreditsProblem.API_KEY_REQUIRED.detail()).isEqualTo("API key required");
		assertThat(CreditsProblem.INSUFFICIENT_CREDITS.detail()).isEqualTo("Insufficient credits");
		assertThat(value(this.answers.problem(CreditsProblem.API_KEY_REQUIRED), "WWW-Authenticate")).isNotNull();
	}

	@Test
	void admittedRequestHasNoAnswer() {
		assertThat(this.answers.to(new Admission.Admitted(1, new Admission.Balance(1, 1)))).isNull();
	}

	@Test
	void storedResponseIsReplayedAndSaysSo() {
		Bytes body = Bytes.of((byte) 1, (byte) 2);
		Bytes stored = new StoredResponse.Kept(201, List.of(new HttpField("Location", "/7")), body).encoded();
		HttpAnswer answer = this.answers.to(refused(new Refusal.HttpKeyAnswered("wallet", "key", stored)));
		assertThat(answer.status()).isEqualTo(201);
		assertThat(answer.body()).isEqualTo(body);
		assertThat(answer.fields()).containsExactly(new HttpField("Location", "/7"),
				new HttpField("Idempotency-Replayed", "true"), new HttpField("X-Credits-Cost", "0"));
		HttpAnswer silent = new CreditsAnswers(SILENT).to(refused(new Refusal.HttpKeyAnswered("w", "k", stored)));
		assertThat(silent.fields()).containsExactly(new HttpField("Location", "/7"));
	}

	@Test
	void headersTellWhatIsHeldAndLeft() {
		CreditsHeaders headers = new CreditsHeaders(HttpOptions.DEFAULTS);
		assertThat(headers.admitted(3, new Admission.Balance(7, 3))).containsExactly(
				new HttpField("RateLimit-Policy", "\"credits\";q=10"), new HttpField("RateLimit", "\"credits\";r=7"),
				new HttpField("X-Credits-Cost", "3"));
		assertThat(headers.admitted(0, null)).containsExactly(new HttpField("X-Credits-Cost", "0"));
		assertThat(new CreditsHeaders(SILENT).admitted(3, new Admission.Balance(7, 3))).isEmpty();
		assertThat(value(this.answers.to(shortage(5, 1, 3, 0)), "RateLimit")).isEqualTo("\"credits\";r=1");
	}

	@Test
	void numbersFitIntoAStructuredField() {
		long most = (1L << 53) - 1;
		assertThat(new CreditsHeaders(HttpOptions.DEFAULTS).admitted(1, new Admission.Balance(most - 1, 1)))
			.containsExactly(new HttpField("RateLimit-Policy", "\"credits\";q=999999999999999"),
					new HttpField("RateLimit", "\"credits\";r=999999999999999"), new HttpField("X-Credits-Cost", "1"));
	}

	private static Admission.Refused shortage(long requested, long available, long held, long millis) {
		return new Admission.Refused(
				new Refusal.InsufficientCredits("secret-wallet", requested, available, held, 0, NOW.plusMillis(millis)),
				available);
	}

	private static Admission.Refused refused(Refusal refusal) {
		return new Admission.Refused(refusal, 5);
	}

	private static String value(HttpAnswer answer, String name) {
		return answer.fields()
			.stream()
			.filter((field) -> field.name().equals(name))
			.map(HttpField::value)
			.findFirst()
			.orElse(null);
	}

	private static JsonNode json(HttpAnswer answer) {
		return JsonMapper.shared().readTree(text(answer));
	}

	private static String text(HttpAnswer answer) {
		return new String(answer.body().toArray(), StandardCharsets.UTF_8);
	}

}
