package io.escrowmint.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Loopback ports for servers. They lie below the range from which the kernel takes the
 * ports of outgoing connections, so that a server which was killed finds its port free
 * when it comes back. No port is handed out twice in one JVM.
 */
public final class FreePorts {

	private static final int LOWEST = 11_000;

	private static final int BOUND = 22_000;

	private static final int CLUSTER_BUS_OFFSET = 10_000;

	private static final int ATTEMPTS = 1_000;

	private static final Set<Integer> HANDED_OUT = ConcurrentHashMap.newKeySet();

	private FreePorts() {
	}

	/**
	 * A free port whose cluster bus port (10,000 above) is free as well.
	 */
	public static int next() {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			int port = ThreadLocalRandom.current().nextInt(LOWEST, BOUND);
			if (isFree(port) && isFree(port + CLUSTER_BUS_OFFSET) && HANDED_OUT.add(port)) {
				return port;
			}
		}
		throw new IllegalStateException("No free port found between %d and %d".formatted(LOWEST, BOUND));
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
