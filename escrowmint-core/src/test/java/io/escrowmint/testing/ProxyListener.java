package io.escrowmint.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * The listening side of a {@link FlakyProxy}: connects each client to the server, or
 * resets it while refusing.
 */
final class ProxyListener {

	private static final int CONNECT_MILLIS = 5_000;

	private static final int BACKLOG = 128;

	private final ServerSocket socket;

	private final ProxyTally tally;

	private volatile InetSocketAddress server;

	private volatile boolean refuses;

	ProxyListener(InetSocketAddress server, ProxyTally tally) throws IOException {
		this.server = server;
		this.tally = tally;
		this.socket = new ServerSocket(FreePorts.next(), BACKLOG, InetAddress.getLoopbackAddress());
	}

	void start(Connected connected) {
		ProxyThreads.daemon("proxy-accept", () -> acceptAll(connected)).start();
	}

	void refuse(boolean on) {
		this.refuses = on;
	}

	void leadTo(InetSocketAddress other) {
		this.server = other;
	}

	int port() {
		return this.socket.getLocalPort();
	}

	void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void acceptAll(Connected connected) {
		while (!this.socket.isClosed()) {
			try {
				accept(this.socket.accept(), connected);
			}
			catch (IOException ex) {
				// The listener was closed, or one of the two sides was not there.
			}
		}
	}

	private void accept(Socket client, Connected connected) throws IOException {
		if (this.refuses) {
			this.tally.refused.incrementAndGet();
			ProxyLink.close(client, true);
			return;
		}
		Socket target = new Socket();
		try {
			target.connect(this.server, CONNECT_MILLIS);
			connected.accept(client, target);
			this.tally.connections.incrementAndGet();
		}
		catch (IOException ex) {
			ProxyLink.close(client, true);
			ProxyLink.close(target, true);
			throw ex;
		}
	}

	/**
	 * Takes over a client and its connection to the server.
	 */
	interface Connected {

		void accept(Socket client, Socket server) throws IOException;

	}

}
