package io.escrowmint.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * Calls the sample over HTTP, as curl does.
 */
record Client(int port) {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	HttpResponse<String> get(String path, String... headers) throws Exception {
		return send("GET", path, headers);
	}

	HttpResponse<String> send(String method, String path, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.method(method, HttpRequest.BodyPublishers.noBody());
		if (headers.length > 0) {
			request.headers(headers);
		}
		return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	HttpResponse<String> paid(String method, String path) throws Exception {
		return send(method, path, "X-API-Key", "demo-key");
	}

	HttpResponse<String> paid(String path) throws Exception {
		return paid("GET", path);
	}

	long balance() throws Exception {
		String body = paid("/api/balance").body();
		return Long.parseLong(body.replaceAll(".*\"balance\":(\\d+).*", "$1"));
	}

}
