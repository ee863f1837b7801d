package io.escrowmint.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One connection through a {@link FlakyProxy}: two sockets and a thread for each
 * direction. It is ended once, by whoever comes first; a thread that still pumps then
 * meets a closed socket and ends.
 */
final class ProxyLink {

	private static final int BUFFER_SIZE = 64 * 1024;

	private final FlakyProxy proxy;

	private final Socket client;

	private final Socket server;

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile boolean losesReplies;

	private volatile boolean silent;

	ProxyLink(FlakyProxy proxy, Socket client, Socket server) {
		this.proxy = proxy;
		this.client = client;
		this.server = server;
	}

	void start() throws IOException {
		this.client.setTcpNoDelay(true);
		this.server.setTcpNoDelay(true);
		ProxyThreads.daemon("proxy-requests", this::pumpRequests).start();
		ProxyThreads.daemon("proxy-replies", this::pumpReplies).start();
	}

	boolean hasEnded() {
		return this.ended.get();
	}

	void loseReplies() {
		this.losesReplies = true;
	}

	/**
	 * Swallows what either side sends from now on.
	 */
	void fallSilent() {
		this.silent = true;
	}

	/**
	 * Resets both sides, or closes them politely. Answers whether this call did it.
	 */
	boolean end(boolean reset) {
		if (!this.ended.compareAndSet(false, true)) {
			return false;
		}
		close(this.client, reset);
		close(this.server, reset);
		this.proxy.ended(this);
		return true;
	}

	/**
	 * Resets the client's side only. What was sent to the server is still executed: its
	 * replies are read, and lost, until it closes the connection.
	 */
	boolean endClientSide() {
		if (!this.ended.compareAndSet(false, true)) {
			return false;
		}
		close(this.client, true);
		try {
			this.server.shutdownOutput();
		}
		catch (IOException ex) {
			close(this.server, false);
		}
		this.proxy.ended(this);
		return true;
	}

	private void pumpRequests() {
		byte[] buffer = new byte[BUFFER_SIZE];
		try {
			InputStream requests = this.client.getInputStream();
			OutputStream target = this.server.getOutputStream();
			for (int length = requests.read(buffer); length >= 0; length = requests.read(buffer)) {
				if (!this.silent) {
					target.write(buffer, 0, length);
				}
			}
			end(false);
		}
		catch (IOException ex) {
			end(true);
		}
	}

	private void pumpReplies() {
		byte[] buffer = new byte[BUFFER_SIZE];
		try {
			InputStream replies = this.server.getInputStream();
			OutputStream target = this.client.getOutputStream();
			for (int length = replies.read(buffer); length >= 0; length = replies.read(buffer)) {
				this.proxy.awaitFlow(this);
				if (this.losesReplies) {
					this.proxy.replyLost(this);
				}
				else if (!this.silent) {
					target.write(buffer, 0, length);
				}
			}
			end(false);
		}
		catch (IOException ex) {
			end(true);
		}
		finally {
			close(this.server, false);
		}
	}

	static void close(Socket socket, boolean reset) {
		try (socket) {
			if (reset && !socket.isClosed()) {
				socket.setSoLinger(true, 0);
			}
		}
		catch (IOException ex) {
			// The peer was faster.
		}
	}

}
