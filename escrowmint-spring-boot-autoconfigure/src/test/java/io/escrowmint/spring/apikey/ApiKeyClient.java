package io.escrowmint.spring.apikey;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;

import io.escrowmint.QuotaService;
import io.escrowmint.apikey.ApiKeys;
import io.escrowmint.apikey.IssuedApiKey;
import io.escrowmint.model.Figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A client with a key, and a wallet with ten credits.
 */
final class ApiKeyClient {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private final String wallet = "wallet-" + UUID.randomUUID();

	private final int port;

	private final QuotaService quota;

	private final IssuedApiKey issued;

	ApiKeyClient(int port, QuotaService quota, ApiKeys keys) {
		this.port = port;
		this.quota = quota;
		this.issued = keys.create(this.wallet, "label");
		quota.topUp(this.wallet, 10);
	}

	String wallet() {
		return this.wallet;
	}

	IssuedApiKey issued() {
		return this.issued;
	}

	HttpResponse<String> get(String path) throws Exception {
		return send("GET", path, "X-API-Key", this.issued.secret());
	}

	HttpResponse<String> send(String method, String path, String... headers) throws Exception {
		return send(method, path, HttpRequest.BodyPublishers.noBody(), headers);
	}

	HttpResponse<String> post(String path, String body, String... headers) throws Exception {
		return send("POST", path, HttpRequest.BodyPublishers.ofString(body), headers);
	}

	private HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body, String... headers)
			throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.version(HttpClient.Version.HTTP_1_1)
			.method(method, body);
		if (headers.length > 0) {
			request.headers(headers);
		}
		return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	// The client may have the whole response a moment before it is settled.
	void assertCharged(long cost) {
		await().untilAsserted(() -> {
			Figures figures = this.quota.state(this.wallet).figures();
			assertThat(figures.held()).isZero();
			assertThat(figures.spent()).isEqualTo(cost);
		});
	}

	void assertRefused(HttpResponse<String> response) {
		assertProblem(response, 401, "API key required");
		assertThat(response.headers().firstValue("WWW-Authenticate")).contains("ApiKey");
	}

	void assertUnavailable(HttpResponse<String> response) {
		assertProblem(response, 503, "Credits are unavailable, try again later");
		assertThat(response.headers().firstValue("Retry-After")).contains("1");
	}

	void assertProblem(HttpResponse<String> response, int status, String detail) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(response.headers().firstValue("Cache-Control"))
			.hasValueSatisfying((value) -> assertThat(value).contains("no-store"));
		assertThat(response.body()).contains("\"status\":" + status, "\"detail\":\"" + detail + "\"")
			.doesNotContain(this.wallet)
			.doesNotContain(this.issued.secret());
	}

}
