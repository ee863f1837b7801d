package io.escrowmint.spring.webflux;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import org.springframework.boot.web.server.context.WebServerApplicationContext;

/**
 * A client of the application under test.
 */
class ReactiveHttp {

	private final HttpClient client = HttpClient.newHttpClient();

	private final WebServerApplicationContext context;

	ReactiveHttp(WebServerApplicationContext context) {
		this.context = context;
	}

	int port() {
		return this.context.getWebServer().getPort();
	}

	HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
		return this.client.send(request(method, path, body, headers), HttpResponse.BodyHandlers.ofString());
	}

	HttpResponse<byte[]> bytes(String method, String path, String body, String... headers) throws Exception {
		return this.client.send(request(method, path, body, headers), HttpResponse.BodyHandlers.ofByteArray());
	}

	CompletableFuture<HttpResponse<String>> sendAsync(String method, String path, String body, String... headers) {
		return this.client.sendAsync(request(method, path, body, headers), HttpResponse.BodyHandlers.ofString());
	}

	private HttpRequest request(String method, String path, String body, String... headers) {
		HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
			.version(HttpClient.Version.HTTP_1_1)
			.method(method,
					body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
		return ((headers.length > 0) ? builder.headers(headers) : builder).build();
	}

	/**
	 * Sends a request over a connection of its own, to hang up on it.
	 * @param path the path
	 * @param wallet who pays
	 * @return the connection
	 */
	Socket open(String path, String wallet) throws IOException {
		Socket socket = new Socket("localhost", port());
		String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nWallet: " + wallet + "\r\n\r\n";
		socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

	static void read(Socket socket, int bytes) throws IOException {
		InputStream in = socket.getInputStream();
		if (in.readNBytes(bytes).length < bytes) {
			throw new IOException("The response is shorter than " + bytes + " bytes");
		}
	}

}
