package io.escrowmint.store.redis;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a listener throws away from the calls that it listens to.
 *
 * @param listener the listener
 */
record QuietStoreListener(RedisStoreListener listener) implements RedisStoreListener {

	private static final Logger logger = LoggerFactory.getLogger(QuietStoreListener.class);

	@Override
	public void sent(int calls) {
		quietly(() -> this.listener.sent(calls));
	}

	@Override
	public void scriptReloaded() {
		quietly(this.listener::scriptReloaded);
	}

	private static void quietly(Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			logger.warn("A listener of the Redis store failed", ex);
		}
	}

}
