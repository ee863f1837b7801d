package io.escrowmint.spring.stacks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.escrowmint.QuotaService;
import io.escrowmint.model.Figures;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application of a test, and a client of it.
 *
 * @param context the application
 */
record RunningStack(ConfigurableApplicationContext context) implements AutoCloseable {

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	<T> T get(Class<T> type) {
		return this.context.getBean(type);
	}

	HttpResponse<String> get(String path, String... headers) throws Exception {
		return send("GET", path, "", headers);
	}

	HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
		int port = ((WebServerApplicationContext) this.context).getWebServer().getPort();
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.method(method, HttpRequest.BodyPublishers.ofString(body));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	// The client may have the whole response a moment before it is settled.
	void assertCharged(String wallet, long cost) {
		await().untilAsserted(() -> {
			Figures figures = get(QuotaService.class).state(wallet).figures();
			assertThat(figures.held()).isZero();
			assertThat(figures.spent()).isEqualTo(cost);
		});
	}

	@Override
	public void close() {
		this.context.close();
	}

}
