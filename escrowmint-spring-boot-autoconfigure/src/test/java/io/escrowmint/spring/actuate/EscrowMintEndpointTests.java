package io.escrowmint.spring.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.escrowmint.QuotaService;
import io.escrowmint.Reservation;
import io.escrowmint.WalletResolver;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint over real HTTP.
 */
class EscrowMintEndpointTests {

	private static HttpResponse<String> send(int port, String method, String path, String body) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator" + path))
			.header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		WalletResolver wallets() {
			return (request) -> request.header("Wallet");
		}

	}

	@Nested
	@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, classes = Application.class,
			properties = { "escrowmint.store=memory",
					"management.endpoints.web.exposure.include=escrowmint,info,health",
					"management.endpoint.health.show-details=always",
					"management.endpoint.health.group.readiness.include=readinessState,escrowmint" })
	class ReadOnly {

		@LocalServerPort
		private int port;

		@Autowired
		private QuotaService quota;

		@Test
		void summaryShowsThisInstance() throws Exception {
			HttpResponse<String> response = send(this.port, "GET", "/escrowmint", "");
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).contains("\"store\":\"memory\"", "\"partitions\":64",
					"\"leases\":{\"running\":true,\"exposure\":{", "\"sweeper\":", "\"warnings\":[]");
		}

		@Test
		void infoSaysHowTheInstanceIsSetUp() throws Exception {
			assertThat(send(this.port, "GET", "/info", "").body()).contains("\"escrowmint\":{\"store\":\"memory\"");
		}

		@ParameterizedTest
		@ValueSource(strings = { "plain", "wallet:123", "münze-✓", "50% off", "a b", "{braces}", "x;y=z" })
		void walletIsShownWhateverItsName(String wallet) throws Exception {
			this.quota.topUp(wallet, 7);
			Reservation hold = this.quota.reserve(wallet, 2, Duration.ofMinutes(1));
			HttpResponse<String> response = send(this.port, "GET", "/escrowmint/" + encoded(wallet), "");
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).contains("\"exists\":true", "\"available\":5", "\"openHolds\":1", hold.id());
		}

		@Test
		void walletNameMayContainSlashes() throws Exception {
			this.quota.topUp("team/a/b", 7);
			assertThat(send(this.port, "GET", "/escrowmint/team/a/b", "").body()).contains("\"available\":7",
					"\"wallet\":\"team/a/b\"");
		}

		@Test
		void unknownWalletIsAllZeros() throws Exception {
			HttpResponse<String> response = send(this.port, "GET", "/escrowmint/nobody", "");
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).contains("\"exists\":false", "\"available\":0");
		}

		@Test
		void nameThatNoWalletCanHaveIs400AndSaysWhy() throws Exception {
			HttpResponse<String> response = send(this.port, "GET", "/escrowmint/" + "x".repeat(257), "");
			assertThat(response.statusCode()).isEqualTo(400);
			assertThat(response.body()).contains("\"error\":\"InvalidRequest\"", "wallet", "256 bytes");
		}

		@Test
		void nothingCanBeChanged() throws Exception {
			assertThat(send(this.port, "POST", "/escrowmint/wallet", "{\"amount\":5}").statusCode()).isEqualTo(405);
			assertThat(send(this.port, "POST", "/escrowmint", "{}").statusCode()).isEqualTo(405);
			assertThat(send(this.port, "DELETE", "/escrowmint/wallet?hold=h", "").statusCode()).isEqualTo(405);
			assertThat(this.quota.state("wallet").exists()).isFalse();
		}

		@Test
		void healthIsPartOfReadinessWhereItIsAskedForAndNeverOfLiveness() throws Exception {
			assertThat(send(this.port, "GET", "/health/readiness", "").body()).contains("escrowmint");
			assertThat(send(this.port, "GET", "/health/liveness", "").body()).doesNotContain("escrowmint");
		}

	}

	@Nested
	@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, classes = Application.class,
			properties = { "escrowmint.store=memory", "management.endpoints.web.exposure.include=escrowmint",
					"management.endpoint.escrowmint.access=unrestricted", "escrowmint.sweeper.enabled=false" })
	class Unrestricted {

		@LocalServerPort
		private int port;

		@Autowired
		private QuotaService quota;

		@Test
		void walletIsToppedUpOnceUnderItsKey() throws Exception {
			String body = "{\"amount\":5,\"key\":\"invoice-7\",\"note\":\"invoice 7\"}";
			assertThat(send(this.port, "POST", "/escrowmint/topped/up", body).body()).contains("\"available\":5",
					"\"replayed\":false");
			assertThat(send(this.port, "POST", "/escrowmint/topped/up", body).body()).contains("\"replayed\":true");
			assertThat(this.quota.state("topped/up").available()).isEqualTo(5);
		}

		@Test
		void refusedTopUpIs409() throws Exception {
			send(this.port, "POST", "/escrowmint/conflict", "{\"amount\":5,\"key\":\"k\"}");
			HttpResponse<String> response = send(this.port, "POST", "/escrowmint/conflict",
					"{\"amount\":6,\"key\":\"k\"}");
			assertThat(response.statusCode()).isEqualTo(409);
			assertThat(response.body()).contains("IdempotencyConflict");
		}

		@ParameterizedTest
		@ValueSource(strings = { "{\"amount\":0}", "{\"amount\":-3}", "{\"amount\":\"many\"}", "{}",
				"{\"amount\":9007199254740992}", "{\"amount\":1,\"key\":\"\"}" })
		void wrongTopUpIs400(String body) throws Exception {
			assertThat(send(this.port, "POST", "/escrowmint/wrong", body).statusCode()).isEqualTo(400);
			assertThat(this.quota.state("wrong").exists()).isFalse();
		}

		@Test
		void wrongAmountIsSaidWithItsRule() throws Exception {
			String body = send(this.port, "POST", "/escrowmint/wrong", "{\"amount\":-3}").body();
			assertThat(body).contains("\"error\":\"InvalidRequest\"", "amount", "-3", "between 1 and 9007199254740991");
		}

		@Test
		void holdIsCanceledAndAFinishedOneIs409() throws Exception {
			this.quota.topUp("held", 5);
			Reservation hold = this.quota.reserve("held", 5, Duration.ofMinutes(1));
			assertThat(delete("held", hold.id())).isEqualTo(200);
			assertThat(this.quota.state("held").available()).isEqualTo(5);
			Reservation done = this.quota.reserve("held", 5, Duration.ofMinutes(1));
			done.commit();
			assertThat(delete("held", done.id())).isEqualTo(409);
			assertThat(send(this.port, "DELETE", "/escrowmint/held", "").statusCode()).isEqualTo(400);
		}

		@Test
		void sweepIsTriggeredByHand() throws Exception {
			HttpResponse<String> response = send(this.port, "POST", "/escrowmint", "");
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).contains("\"reclaimed\":");
		}

		@Test
		void nameThatThePathWouldCutIs400AndNoOtherWalletIsMeant() throws Exception {
			this.quota.topUp("team", 5);
			Reservation hold = this.quota.reserve("team", 5, Duration.ofMinutes(1));
			for (String name : new String[] { "team;eu", "team;", "team;eu=1/b", "a;b/team" }) {
				HttpResponse<String> response = send(this.port, "POST", "/escrowmint/" + name, "{\"amount\":50}");
				assertThat(response.statusCode()).as(name).isEqualTo(400);
				assertThat(response.body()).contains("\"error\":\"InvalidRequest\"", "%3B");
				assertThat(send(this.port, "GET", "/escrowmint/" + name, "").statusCode()).isEqualTo(400);
				assertThat(delete(name, hold.id())).isEqualTo(400);
			}
			assertThat(this.quota.state("team").figures().held()).isEqualTo(5);
			assertThat(send(this.port, "POST", "/escrowmint/team%3Beu", "{\"amount\":50}").statusCode()).isEqualTo(200);
			assertThat(this.quota.state("team;eu").available()).isEqualTo(50);
			assertThat(this.quota.state("team").available()).isZero();
		}

		private int delete(String wallet, String hold) throws IOException, InterruptedException, Exception {
			return send(this.port, "DELETE", "/escrowmint/" + wallet + "?hold=" + encoded(hold), "").statusCode();
		}

	}

}
