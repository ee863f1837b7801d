package io.escrowmint.testing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What still has to be closed when the JVM ends. One shutdown hook serves the whole rig.
 */
final class AtExit {

	private static final Set<AutoCloseable> OPEN = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(AtExit::closeAll, "test-rig-exit"));
	}

	private AtExit() {
	}

	static void close(AutoCloseable resource) {
		OPEN.add(resource);
	}

	static void forget(AutoCloseable resource) {
		OPEN.remove(resource);
	}

	private static void closeAll() {
		OPEN.forEach(AtExit::closeQuietly);
	}

	private static void closeQuietly(AutoCloseable resource) {
		try {
			resource.close();
		}
		catch (Exception ex) {
			System.err.println("Test rig could not close " + resource + ": " + ex);
		}
	}

}
