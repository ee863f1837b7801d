package io.escrowmint.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.lettuce.core.RedisURI;
import org.awaitility.Awaitility;

/**
 * Waits until a server serves, without a driver: a client that meets a starting server
 * would keep a reconnect delay.
 */
final class RedisPing {

	private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final int TIMEOUT_MILLIS = 1_000;

	private RedisPing() {
	}

	static void await(RedisURI uri, ChildProcess server, Duration patience) {
		Awaitility.await("Redis on port " + uri.getPort())
			.atMost(patience)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> isServing(uri) || !server.isAlive());
		if (!server.isAlive()) {
			throw new IllegalStateException(
					"Redis on port %d ended at start:%n%s".formatted(uri.getPort(), server.output()));
		}
	}

	private static boolean isServing(RedisURI uri) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), TIMEOUT_MILLIS);
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.getOutputStream().write(PING);
			String reply = new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
			return reply.equals("+PONG") || reply.equals("-NOAU");
		}
		catch (IOException ex) {
			return false;
		}
	}

}
