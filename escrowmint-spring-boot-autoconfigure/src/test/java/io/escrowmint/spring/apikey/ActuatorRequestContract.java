package io.escrowmint.spring.apikey;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests with the API key of a customer to endpoints that Boot guards as it does by
 * default, over real HTTP, on whichever stack and port.
 */
@TestPropertySource(properties = { "spring.autoconfigure.exclude=${test.exclude.jetty},"
		+ "org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration",
		"spring.security.user.name=operator", "spring.security.user.password=password",
		"management.endpoints.web.exposure.include=*", "management.endpoint.escrowmint.access=unrestricted",
		"management.endpoint.health.show-components=when-authorized",
		"management.endpoint.health.group.mint.include=escrowmint",
		"management.endpoint.health.group.mint.additional-path=server:/mint-health" })
abstract class ActuatorRequestContract extends ApiKeyRig {

	private static final String OPERATOR = "Basic "
			+ Base64.getEncoder().encodeToString("operator:password".getBytes(StandardCharsets.UTF_8));

	@LocalManagementPort
	private int managementPort;

	@Value("${management.endpoints.web.base-path:/actuator}")
	private String base;

	private ApiKeyClient customer;

	@BeforeEach
	void connectToManagement() {
		this.customer = new ApiKeyClient(this.managementPort, this.quota, this.keys);
	}

	@Test
	void keyOpensNoEndpoint() throws Exception {
		for (String path : new String[] { "", "/escrowmint", "/escrowmint/" + this.customer.wallet(), "/env" }) {
			HttpResponse<String> response = this.customer.send("GET", this.base + path, "Accept", "application/json",
					"X-API-Key", key());
			assertThat(response.statusCode()).as(path).isEqualTo(401);
			assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Basic");
		}
	}

	@Test
	void keyTopsUpNothing() throws Exception {
		String path = this.base + "/escrowmint/" + this.customer.wallet();
		String body = "{\"amount\":1000000}";
		assertForbidden(this.customer.post(path, body, "Content-Type", "application/json", "X-API-Key", key()));
		assertForbidden(this.customer.post(path, body, "Content-Type", "application/json", "X-API-Key", key(),
				"Authorization", OPERATOR));
		assertThat(this.quota.state(this.customer.wallet()).available()).isEqualTo(10);
	}

	@Test
	void operatorIsLetInWithAKeyAndWithout() throws Exception {
		String path = this.base + "/escrowmint";
		assertThat(this.customer.send("GET", path, "Authorization", OPERATOR).body()).contains("\"store\":\"memory\"");
		assertThat(this.customer.send("GET", path, "Authorization", OPERATOR, "X-API-Key", key()).body())
			.contains("\"store\":\"memory\"");
	}

	@Test
	void healthShowsCustomersNoMoreThanOthers() throws Exception {
		assertThat(this.client.send("GET", "/mint-health", "Authorization", OPERATOR).body()).contains("components");
		HttpResponse<String> response = this.client.get("/mint-health");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).doesNotContain("components");
		assertThat(this.customer.get(this.base + "/health").body()).contains("UP").doesNotContain("components");
	}

	@Test
	void healthIsToldWhileKeysCannotBeChecked() throws Exception {
		loseKeys();
		assertThat(this.customer.get(this.base + "/health").statusCode()).isEqualTo(200);
	}

	@Test
	void keyPaysElsewhere() throws Exception {
		assertThat(this.client.get("/paid").body()).isEqualTo("done");
		this.client.assertCharged(3);
	}

	private String key() {
		return this.customer.issued().secret();
	}

	// The page of an error asks for a login of its own, unless that is permitted.
	private static void assertForbidden(HttpResponse<String> response) {
		assertThat(response.statusCode()).isIn(401, 403);
	}

}
