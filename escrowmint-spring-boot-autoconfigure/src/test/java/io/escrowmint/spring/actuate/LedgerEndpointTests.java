package io.escrowmint.spring.actuate;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

import javax.sql.DataSource;

import io.escrowmint.QuotaService;
import io.escrowmint.WalletResolver;
import io.escrowmint.ledger.LedgerPump;
import io.escrowmint.ledger.LedgerStore;
import io.escrowmint.model.Figures;
import io.escrowmint.testing.PatientDdl;
import io.escrowmint.testing.TestDatabase;
import io.escrowmint.testing.TestRedis;
import io.lettuce.core.api.StatefulRedisConnection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint of the ledger over real HTTP, with a real Redis and a database.
 */
@Timeout(120)
class LedgerEndpointTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static TestDatabase database;

	@BeforeAll
	static void openDatabase() {
		database = TestDatabase.h2();
	}

	@AfterAll
	static void closeDatabase() {
		database.close();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		WalletResolver wallets() {
			return (request) -> request.header("Wallet");
		}

	}

	/**
	 * What both ways of access have in common.
	 */
	@DirtiesContext
	@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, classes = Application.class,
			properties = { "escrowmint.partitions=2", "escrowmint.timeout=30s", "escrowmint.ledger.enabled=true",
					"escrowmint.ledger.initialize-schema=always", "escrowmint.ledger.verify.enabled=false",
					"escrowmint.ledger.verify.landing-timeout=60s",
					"management.endpoints.web.exposure.include=escrowmintledger" })
	abstract static class Running {

		@DynamicPropertySource
		static void servers(DynamicPropertyRegistry properties) {
			String run = UUID.randomUUID().toString().substring(0, 8);
			properties.add("spring.data.redis.url", () -> TestRedis.shared().uri().toURI());
			properties.add("spring.datasource.url", () -> database.url());
			properties.add("escrowmint.prefix", () -> "ledger-" + run);
			properties.add("escrowmint.ledger.table-prefix", () -> "t" + run + "_");
		}

		@LocalServerPort
		private int port;

		@Autowired
		QuotaService quota;

		@Autowired
		private LedgerStore ledger;

		@Autowired
		LedgerPump pump;

		@Autowired
		private DataSource dataSource;

		@Value("${escrowmint.ledger.table-prefix}")
		private String tables;

		@Value("${escrowmint.prefix}")
		private String prefix;

		HttpResponse<String> get(String path) throws Exception {
			return send("GET", path, "");
		}

		HttpResponse<String> post(String path, String body) throws Exception {
			return send("POST", path, body);
		}

		private HttpResponse<String> send(String method, String path, String body) throws Exception {
			URI uri = URI.create("http://localhost:" + this.port + "/actuator/escrowmintledger" + path);
			HttpRequest request = HttpRequest.newBuilder(uri)
				.header("Content-Type", "application/json")
				.method(method, HttpRequest.BodyPublishers.ofString(body))
				.build();
			return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
		}

		/** A wallet with 60 available and 40 spent, which has landed. */
		void landed(String wallet) {
			this.quota.topUp(wallet, 100);
			this.quota.tryConsume(wallet, 40);
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> this.ledger.wallet(wallet).filter((known) -> known.figures().spent() == 40).isPresent());
		}

		/** As a Redis forgets that failed over to a replica without it. */
		void lose(String wallet) {
			try (StatefulRedisConnection<String, String> connection = TestRedis.shared().client().connect()) {
				String key = connection.sync().keys(this.prefix + ":*:w:" + wallet).get(0);
				assertThat(connection.sync().del(key)).isEqualTo(1);
			}
			assertThat(this.quota.state(wallet).exists()).isFalse();
		}

		void refuseAbove(long granted) throws SQLException {
			PatientDdl.refuseAbove(this.dataSource, this.tables, granted);
		}

		void refuseNothing() throws SQLException {
			PatientDdl.refuseNothing(this.dataSource, this.tables);
		}

		/** Waits until an entry is refused, and keeps the pump from trying it again. */
		void awaitRefused() {
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> this.ledger.refused().count() == 1);
			this.pump.stop();
		}

		static JsonNode json(HttpResponse<String> response, int status) {
			assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
			return JSON.readTree(response.body());
		}

	}

	@Nested
	class ReadOnly extends Running {

		@Test
		void walletIsComparedInWords() throws Exception {
			landed("team/a");
			JsonNode check = json(get("/team/a"), 200);
			assertThat(check.path("wallet").asString()).isEqualTo("team/a");
			assertThat(check.path("verdict").asString()).isEqualTo("EQUAL");
			assertThat(check.path("explanation").asString()).startsWith("both are at ");
			assertThat(check.path("store").path("figures").path("spent").asLong()).isEqualTo(40);
			assertThat(check.path("ledger").path("figures").path("spent").asLong()).isEqualTo(40);
		}

		@Test
		void walletThatTheStoreHasLostIsShownAndLeftAsItIs() throws Exception {
			landed("read");
			lose("read");
			assertThat(json(get("/read"), 200).path("verdict").asString()).isEqualTo("LOST");
			assertThat(this.quota.state("read").exists()).isFalse();
		}

		@Test
		void unknownWalletIsUnknownToBoth() throws Exception {
			JsonNode check = json(get("/nobody"), 200);
			assertThat(check.path("verdict").asString()).isEqualTo("UNKNOWN");
			assertThat(check.path("explanation").asString()).contains("neither the store nor the ledger");
		}

		@Test
		void nameThatNoWalletCanHaveIs400AndSaysWhy() throws Exception {
			JsonNode problem = json(get("/" + "x".repeat(257)), 400);
			assertThat(problem.path("error").asString()).isEqualTo("InvalidRequest");
			assertThat(problem.path("message").asString()).contains("wallet", "256 bytes");
		}

		@Test
		void withoutALookThereIsNoReport() throws Exception {
			assertThat(json(get(""), 404).path("error").asString()).isEqualTo("NoReport");
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "/read" })
		void nothingIsRepairedNotEvenDry(String path) throws Exception {
			assertThat(post(path, "{}").statusCode()).isEqualTo(405);
			assertThat(post(path, "{\"mode\":\"DRY_RUN\"}").statusCode()).isEqualTo(405);
			assertThat(post(path, "{\"mode\":\"AUTOMATIC\"}").statusCode()).isEqualTo(405);
		}

	}

	@Nested
	@TestPropertySource(properties = "management.endpoint.escrowmintledger.access=unrestricted")
	class Unrestricted extends Running {

		private static final Figures FIGURES = new Figures(60, 0, 0, 40, 100, 0);

		@Test
		void dryRunSaysWhatItWouldDoAndDoesNothing() throws Exception {
			landed("dry");
			lose("dry");
			for (String body : new String[] { "", "{}", "{\"mode\":\"DRY_RUN\"}" }) {
				JsonNode result = json(post("/dry", body), 200);
				assertThat(result.path("outcome").asString()).isEqualTo("REBUILDABLE");
				assertThat(result.path("after").path("available").asLong()).isEqualTo(60);
			}
			assertThat(this.quota.state("dry").exists()).isFalse();
			json(post("/dry", "{\"mode\":\"AUTOMATIC\"}"), 200);
		}

		@Test
		void lostWalletIsRepairedAndReportedToTheCredit() throws Exception {
			landed("lost/wallet");
			lose("lost/wallet");
			JsonNode result = json(post("/lost/wallet", "{\"mode\":\"AUTOMATIC\"}"), 200);
			assertThat(result.path("outcome").asString()).isEqualTo("REBUILT");
			assertThat(result.path("check").path("verdict").asString()).isEqualTo("LOST");
			assertThat(result.path("lost").path("spent").asLong()).isEqualTo(40);
			assertThat(this.quota.state("lost/wallet").figures()).isEqualTo(FIGURES);
			assertThat(json(post("/lost/wallet", "{\"mode\":\"AUTOMATIC\"}"), 200).path("outcome").asString())
				.isEqualTo("SOUND");
		}

		@Test
		void allWalletsAreComparedAndTheBrokenOnesRepaired() throws Exception {
			landed("one");
			landed("two");
			lose("two");
			JsonNode dry = json(post("", ""), 200);
			assertThat(dry.path("verdicts").path("LOST").asLong()).isEqualTo(1);
			assertThat(dry.path("outcomes").path("REBUILDABLE").asLong()).isEqualTo(1);
			assertThat(dry.path("broken").get(0).path("wallet").asString()).isEqualTo("two");
			assertThat(this.quota.state("two").exists()).isFalse();
			JsonNode done = json(post("", "{\"mode\":\"AUTOMATIC\"}"), 200);
			assertThat(done.path("outcomes").path("REBUILT").asLong()).isEqualTo(1);
			assertThat(this.quota.state("two").figures()).isEqualTo(FIGURES);
			assertThat(this.quota.state("one").figures()).isEqualTo(FIGURES);
		}

		@Test
		void whatTheDatabaseRefusedIsExplainedAndLandsOnDemand() throws Exception {
			landed("refused");
			refuseAbove(100);
			this.quota.topUp("refused", 1);
			awaitRefused();
			JsonNode check = json(get("/refused"), 200);
			assertThat(check.path("verdict").asString()).isEqualTo("REFUSED");
			assertThat(check.path("explanation").asString()).contains("1 entry waits", "SQLState 23513");
			assertThat(json(post("/refused", ""), 200).path("outcome").asString()).isEqualTo("REFUSED");
			refuseNothing();
			assertThat(json(post("/refused", ""), 200).path("outcome").asString()).isEqualTo("RELANDABLE");
			assertThat(json(post("", "{\"mode\":\"AUTOMATIC\"}"), 200).path("outcomes").path("RELANDED").asLong())
				.isEqualTo(1);
			assertThat(json(get("/refused"), 200).path("verdict").asString()).isEqualTo("EQUAL");
			this.pump.start();
		}

		@Test
		void nameThatThePathWouldCutIs400AndNoOtherWalletIsMeant() throws Exception {
			landed("cut");
			lose("cut");
			assertThat(json(get("/cut;off"), 400).path("message").asString()).contains("%3B");
			json(post("/cut;off", "{\"mode\":\"FROM_LEDGER\"}"), 400);
			assertThat(this.quota.state("cut").exists()).isFalse();
			assertThat(json(get("/cut%3Boff"), 200).path("wallet").asString()).isEqualTo("cut;off");
		}

		@Test
		void operatorDecidesWhatCannotBeTold() throws Exception {
			landed("decided");
			lose("decided");
			assertThat(json(post("/decided", "{\"mode\":\"FROM_LEDGER\"}"), 200).path("outcome").asString())
				.isEqualTo("REBUILT");
			assertThat(this.quota.state("decided").figures()).isEqualTo(FIGURES);
		}

		@Test
		void unknownWalletHasNothingToRepair() throws Exception {
			assertThat(json(post("/nobody", "{\"mode\":\"AUTOMATIC\"}"), 200).path("outcome").asString())
				.isEqualTo("SOUND");
			assertThat(this.quota.state("nobody").exists()).isFalse();
		}

		@ParameterizedTest
		@ValueSource(strings = { "{\"mode\":\"QUICKLY\"}", "{\"mode\":" })
		void modeThatIsNoneIs400(String body) throws Exception {
			assertThat(post("/mode", body).statusCode()).isEqualTo(400);
			assertThat(post("", body).statusCode()).isEqualTo(400);
		}

	}

}
