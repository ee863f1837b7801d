package io.escrowmint.spring.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * The client's end of the wire, polite or not.
 */
record Wire(int port) {

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	HttpResponse<String> send(String method, String path, String body, List<String> headers)
			throws IOException, InterruptedException {
		HttpRequest.BodyPublisher publisher = (body != null) ? HttpRequest.BodyPublishers.ofString(body)
				: HttpRequest.BodyPublishers.noBody();
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.method(method, publisher);
		if (!headers.isEmpty()) {
			request.headers(headers.toArray(String[]::new));
		}
		return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	HttpResponse<byte[]> bytes(String method, String path, List<String> headers)
			throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.method(method, HttpRequest.BodyPublishers.noBody())
			.headers(headers.toArray(String[]::new))
			.build();
		return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
	}

	/**
	 * Reads the body line by line, as it comes.
	 * @param read told of each line
	 */
	List<String> readLines(String path, Runnable read, List<String> headers) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.headers(headers.toArray(String[]::new))
			.build();
		try (Stream<String> lines = HTTP.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
			return lines.peek((line) -> read.run()).toList();
		}
	}

	/**
	 * Sends what no client library would, and returns the first line of the answer.
	 */
	String sendRaw(String path, String... headers) throws IOException {
		try (Socket socket = open(path, headers)) {
			byte[] answer = socket.getInputStream().readNBytes(12);
			return new String(answer, StandardCharsets.ISO_8859_1);
		}
	}

	/**
	 * Reads the begin of the body and is gone, without a farewell.
	 */
	void leaveMidway(String path, String... headers) throws IOException {
		try (Socket socket = open(path, headers)) {
			InputStream response = socket.getInputStream();
			response.readNBytes(10_000);
			socket.setSoLinger(true, 0);
		}
	}

	private Socket open(String path, String... headers) throws IOException {
		Socket socket = new Socket("localhost", this.port);
		StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
		for (String header : headers) {
			request.append(header).append("\r\n");
		}
		socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
		return socket;
	}

}
