package io.escrowmint.spring.apikey;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests to pages of the staff, for which the application says that keys count for
 * nothing, over real HTTP, on whichever stack.
 */
@TestPropertySource(properties = { "spring.autoconfigure.exclude=${test.exclude.jetty}",
		"spring.security.user.name=alice", "spring.security.user.password=password" })
abstract class KeylessRequestContract extends ApiKeyRig {

	private static final String ALICE = "Basic "
			+ Base64.getEncoder().encodeToString("alice:password".getBytes(StandardCharsets.UTF_8));

	private long spent;

	@BeforeEach
	void fill() {
		this.quota.topUp("alice", 10);
		this.spent = this.quota.state("alice").figures().spent();
	}

	@Test
	void principalPaysWhateverKeyIsSent() throws Exception {
		assertThat(get("/staff/paid").body()).isEqualTo("done");
		assertThat(get("/staff/who").body()).isEqualTo("alice");
		assertAliceCharged(3);
		this.client.assertCharged(0);
	}

	@Test
	void outageOfKeysStopsNobody() throws Exception {
		loseKeys();
		assertThat(get("/staff/paid").body()).isEqualTo("done");
		assertThat(get("/staff/who").body()).isEqualTo("alice");
		assertAliceCharged(3);
		this.client.assertUnavailable(get("/paid"));
	}

	@Test
	void keyAloneOpensNothing() throws Exception {
		HttpResponse<String> response = this.client.send("GET", "/staff/paid", "Accept", "application/json",
				"X-API-Key", this.client.issued().secret());
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Basic");
		this.client.assertCharged(0);
	}

	@Test
	void keyPaysElsewhere() throws Exception {
		assertThat(get("/paid").body()).isEqualTo("done");
		this.client.assertCharged(3);
		assertAliceCharged(0);
	}

	private HttpResponse<String> get(String path) throws Exception {
		return this.client.send("GET", path, "Authorization", ALICE, "X-API-Key", this.client.issued().secret());
	}

	private void assertAliceCharged(long cost) {
		await()
			.untilAsserted(() -> assertThat(this.quota.state("alice").figures().spent() - this.spent).isEqualTo(cost));
	}

}
