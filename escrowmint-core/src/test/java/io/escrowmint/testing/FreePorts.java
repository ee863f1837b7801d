package io.escrowmint.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Loopback ports for servers. They lie below the range from which the kernel takes the
 * ports of outgoing connections, so that a server which was killed finds its port free
 * when it comes back. No port is handed out twice, neither in one JVM nor to two test
 * JVMs of one user that run side by side: whoever tries one, and the one of the cluster
 * bus with it, holds a lock on that byte of a common file until it ends.
 */
public final class FreePorts {

	private static final int LOWEST = 11_000;

	private static final int BOUND = 22_000;

	private static final int CLUSTER_BUS_OFFSET = 10_000;

	private static final int ATTEMPTS = 1_000;

	private static final Set<Integer> CLAIMED = new HashSet<>();

	private static final FileChannel LOCKS = openLocks();

	private FreePorts() {
	}

	/**
	 * A free port whose cluster bus port (10,000 above) is free as well.
	 */
	public static int next() {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			int port = ThreadLocalRandom.current().nextInt(LOWEST, BOUND);
			int bus = port + CLUSTER_BUS_OFFSET;
			if (claim(port) && claim(bus) && isFree(port) && isFree(bus)) {
				return port;
			}
		}
		throw new IllegalStateException("No free port found between %d and %d".formatted(LOWEST, BOUND));
	}

	private static synchronized boolean claim(int port) {
		try {
			return CLAIMED.add(port) && LOCKS.tryLock(port, 1, false) != null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static FileChannel openLocks() {
		Path file = Path.of(System.getProperty("java.io.tmpdir"),
				"escrowmint-test-ports-" + System.getProperty("user.name"));
		try {
			return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
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
