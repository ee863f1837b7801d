package io.escrowmint.spring.web;

import java.net.http.HttpResponse;
import java.util.List;

import io.escrowmint.testing.FreePorts;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A shadow is not seen by clients: here its store is dead, its wallets are empty, its
 * keys are odd.
 */
@SpringBootTest(classes = IdempotentApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "escrowmint.metered.mode=shadow")
class ShadowTests {

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void deadRedis(DynamicPropertyRegistry registry) {
		int port = FreePorts.next();
		registry.add("spring.data.redis.url", () -> "redis://127.0.0.1:" + port);
	}

	@Test
	void requestWithoutAWalletGoesOn() throws Exception {
		assertUnnoticed(get());
	}

	@Test
	void requestOfAnEmptyWalletGoesOn() throws Exception {
		assertUnnoticed(get("Wallet", "nobody"));
	}

	@Test
	void oddKeyIsNotLookedAtAndNothingIsReplayed() throws Exception {
		String first = get("Wallet", "nobody", "Idempotency-Key", "a, b").body();
		HttpResponse<String> second = get("Wallet", "nobody", "Idempotency-Key", "a, b");
		assertUnnoticed(second);
		assertThat(second.body()).isNotEqualTo(first);
	}

	private HttpResponse<String> get(String... headers) throws Exception {
		return new Wire(this.port).send("GET", "/writer", null, List.of(headers));
	}

	private static void assertUnnoticed(HttpResponse<String> response) {
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().map().keySet()).doesNotContain("x-credits-cost", "ratelimit", "ratelimit-policy",
				"X-Credits-Cost", "RateLimit", "RateLimit-Policy");
	}

}
