package io.escrowmint.spring.apikey;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;

import io.escrowmint.apikey.IssuedApiKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests that are paid for by API key, over real HTTP, on whichever stack.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class ApiKeyRequestContract extends ApiKeyRig {

	@Test
	void keyPaysFromItsWallet() throws Exception {
		assertThat(this.client.get("/paid").body()).isEqualTo("done");
		assertThat(this.client.get("/who").body()).isEqualTo(this.client.wallet());
		this.client.assertCharged(3);
	}

	@Test
	void emptyWalletIs402() throws Exception {
		this.quota.withdraw(this.client.wallet(), 8);
		this.client.assertProblem(this.client.get("/paid"), 402, "Insufficient credits");
	}

	@Test
	void withoutAKeyTheAnswerIs401() throws Exception {
		this.client.assertRefused(this.client.send("GET", "/paid"));
		this.client.assertRefused(this.client.send("GET", "/who"));
		this.client.assertRefused(this.client.send("GET", "/paid", "Authorization", "Bearer " + secret()));
	}

	@ParameterizedTest
	@MethodSource
	void hostileHeaderIsNoKey(String value) throws Exception {
		this.client.assertRefused(this.client.send("GET", "/paid", "X-API-Key", value));
	}

	static Stream<String> hostileHeaderIsNoKey() {
		return Stream.of("", " ", "\t", "unknown-key", "k".repeat(6000), "a\tb", "%00", "{}", "'", "em_");
	}

	@Test
	void textOfTheKeyPlusAnythingIsNoKey() throws Exception {
		this.client.assertRefused(this.client.send("GET", "/paid", "X-API-Key", secret() + "x"));
		this.client.assertRefused(this.client.send("GET", "/paid", "X-API-Key", secret() + "," + secret()));
		this.client.assertRefused(this.client.send("GET", "/paid", "X-API-Key", "x", "X-API-Key", secret()));
	}

	@Test
	void revokedKeyIs401AndItsSuccessorPays() throws Exception {
		IssuedApiKey successor = this.keys.rotate(this.client.issued().key().id(), Duration.ofMinutes(1)).orElseThrow();
		assertThat(this.client.get("/paid").statusCode()).isEqualTo(200);
		this.keys.revoke(this.client.issued().key().id());
		this.client.assertRefused(this.client.get("/paid"));
		assertThat(this.client.send("GET", "/paid", "X-API-Key", successor.secret()).statusCode()).isEqualTo(200);
		this.client.assertCharged(6);
	}

	@Test
	void keysThatCannotBeCheckedAre503AndComeBackByThemselves() throws Exception {
		loseKeys();
		this.client.assertUnavailable(this.client.get("/paid"));
		this.client.assertUnavailable(this.client.get("/who"));
		this.client.assertRefused(this.client.send("GET", "/paid"));
		findKeys();
		assertThat(this.client.get("/paid").statusCode()).isEqualTo(200);
		this.client.assertCharged(3);
	}

	@Test
	void noLogShowsAKey(CapturedOutput output) throws Exception {
		this.client.get("/paid");
		this.client.send("GET", "/paid", "X-API-Key", "unknown-key");
		loseKeys();
		await().until(() -> output.getAll().contains("API keys cannot be brought up to date"));
		HttpResponse<String> response = this.client.get("/paid");
		assertThat(response.headers().map().toString()).doesNotContain(secret());
		assertThat(output.getAll()).doesNotContain(secret()).doesNotContain("unknown-key");
	}

	private String secret() {
		return this.client.issued().secret();
	}

}
