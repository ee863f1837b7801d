package io.escrowmint.spring.apikey;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.escrowmint.apikey.ApiKey;
import io.escrowmint.spring.security.ApiKeyAuthenticationToken;
import org.junit.jupiter.api.Test;

import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests that are paid for by API key, where Spring Security guards the application, on
 * whichever stack.
 */
abstract class SecuredRequestContract extends ApiKeyRig {

	@Test
	void keyAuthenticatesAndPays() throws Exception {
		HttpResponse<String> response = this.client.get("/paid");
		assertThat(response.body()).isEqualTo("done");
		assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
		this.client.assertCharged(3);
		assertThat(this.client.get("/authentication").body()).isEqualTo("ApiKeyAuthenticationToken "
				+ this.client.wallet() + " [ROLE_API_KEY] null " + this.client.issued().key().id());
	}

	@Test
	void withoutAUsableKeyTheAnswerIs401() throws Exception {
		this.client.assertRefused(this.client.send("GET", "/paid"));
		this.client.assertRefused(this.client.send("GET", "/paid", "X-API-Key", "unknown-key"));
		this.client.assertRefused(this.client.send("GET", "/paid", "X-API-Key", ""));
		this.client.assertRefused(this.client.send("GET", "/open/paid"));
		this.keys.revoke(this.client.issued().key().id());
		this.client.assertRefused(this.client.get("/paid"));
	}

	@Test
	void otherWaysToAuthenticateAskForTheirOwnUnlessAKeyWasSent() throws Exception {
		HttpResponse<String> response = this.client.send("GET", "/basic/paid");
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Basic");
		this.client.assertRefused(this.client.send("GET", "/basic/paid", "X-API-Key", "unknown-key"));
	}

	@Test
	void anonymousIsNobodyWhoSentAUsableKey() throws Exception {
		this.client.assertRefused(this.client.send("GET", "/anonymous/paid", "X-API-Key", "unknown-key"));
		assertThat(this.client.get("/anonymous/paid").body()).isEqualTo("done");
		this.client.assertCharged(3);
	}

	@Test
	void failureToAuthenticateInTheApplicationIsNoOutageOfKeys() throws Exception {
		assertThat(this.client.send("GET", "/open/login").statusCode()).isEqualTo(failedLogin());
		assertThat(this.client.get("/open/login").statusCode()).isEqualTo(failedLogin());
		loseKeys();
		assertThat(this.client.send("GET", "/open/login").statusCode()).isEqualTo(failedLogin());
		this.client.assertUnavailable(this.client.get("/open/login"));
	}

	/**
	 * What Spring Security makes of such a failure by itself.
	 */
	abstract int failedLogin();

	@Test
	void principalPaysIfThereIsNoKey() throws Exception {
		this.quota.topUp("alice", 10);
		String basic = "Basic " + Base64.getEncoder().encodeToString("alice:password".getBytes(StandardCharsets.UTF_8));
		assertThat(this.client.send("GET", "/basic/paid", "Authorization", basic).statusCode()).isEqualTo(200);
		await().untilAsserted(() -> assertThat(this.quota.state("alice").figures().spent()).isEqualTo(3));
		assertThat(this.client
			.send("GET", "/basic/paid", "Authorization", basic, "X-API-Key", this.client.issued().secret())
			.statusCode()).isEqualTo(200);
		this.client.assertCharged(3);
		assertThat(this.quota.state("alice").figures().spent()).isEqualTo(3);
	}

	@Test
	void idempotencyKeyOutlivesTheApiKeyThatItCameWith() throws Exception {
		String first = this.client.issued().secret();
		assertThat(this.client.send("GET", "/paid", "X-API-Key", first, "Idempotency-Key", "key").statusCode())
			.isEqualTo(200);
		this.client.assertCharged(3);
		String second = this.keys.create(this.client.wallet(), "the next").secret();
		HttpResponse<String> repeat = this.client.send("GET", "/paid", "X-API-Key", second, "Idempotency-Key", "key");
		assertThat(repeat.headers().firstValue("Idempotency-Replayed")).contains("true");
		this.client.assertCharged(3);
	}

	@Test
	void keyOpensNoMoreThanItsAuthorities() throws Exception {
		assertThat(this.client.get("/admin/paid").statusCode()).isEqualTo(403);
		this.client.assertCharged(0);
	}

	@Test
	void requestWithAKeyNeedsNoCsrfToken() throws Exception {
		assertThat(this.client.send("POST", "/paid", "X-API-Key", this.client.issued().secret()).statusCode())
			.isEqualTo(200);
		assertThat(this.client.send("POST", "/open/paid").statusCode()).isEqualTo(403);
	}

	@Test
	void keysThatCannotBeCheckedAre503() throws Exception {
		loseKeys();
		this.client.assertUnavailable(this.client.get("/paid"));
		this.client.assertUnavailable(this.client.get("/open/free"));
		this.client.assertUnavailable(this.client.get("/open/who"));
		this.client.assertRefused(this.client.send("GET", "/paid"));
		findKeys();
		assertThat(this.client.get("/paid").statusCode()).isEqualTo(200);
	}

	@RestController
	static class Handlers {

		@GetMapping("/open/login")
		String login() {
			throw new BadCredentialsException("wrong password");
		}

		@GetMapping("/authentication")
		String authentication(Authentication authentication,
				@RequestAttribute("io.escrowmint.apikey.ApiKey") ApiKey key) {
			assertThat(authentication).isInstanceOf(ApiKeyAuthenticationToken.class);
			return authentication.getClass().getSimpleName() + " " + authentication.getName() + " "
					+ authentication.getAuthorities() + " " + authentication.getCredentials() + " " + key.id();
		}

	}

}
