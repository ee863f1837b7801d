package io.escrowmint.testing;

/**
 * The threads of a {@link FlakyProxy}, which never keep a JVM alive.
 */
final class ProxyThreads {

	private ProxyThreads() {
	}

	static Thread daemon(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

}
