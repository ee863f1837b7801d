package io.escrowmint.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import redis.embedded.RedisServer;

/**
 * A Redis server in a process of its own, on a free port of this machine. It forgets
 * everything when it stops.
 */
record EmbeddedRedis(RedisServer server, int port) implements AutoCloseable {

	static EmbeddedRedis start() {
		int port = freePort();
		RedisServer server = RedisServer.builder()
			.port(port)
			.setting("bind 127.0.0.1")
			.setting("save \"\"")
			.setting("appendonly no")
			.build();
		server.start();
		return new EmbeddedRedis(server, port);
	}

	@Override
	public void close() {
		this.server.stop();
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
