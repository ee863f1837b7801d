package io.escrowmint.apikey;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * API keys whose copy grows old when the test says so, and not because the machine was
 * busy with something else.
 */
public final class AgingApiKeys {

	private static final ApiKeyOptions OPTIONS = new ApiKeyOptions("em_", Duration.ofMillis(50), Duration.ofHours(1));

	private final AtomicLong ahead = new AtomicLong();

	private final ApiKeys keys;

	public AgingApiKeys(ApiKeyStore store) {
		this.keys = new ApiKeys(store, OPTIONS, () -> System.nanoTime() + this.ahead.get());
	}

	public ApiKeys keys() {
		return this.keys;
	}

	/**
	 * Makes what is known now too old to be answered from, until the store has been asked
	 * again.
	 */
	public void age() {
		this.ahead.addAndGet(OPTIONS.maxStaleness().toNanos() + 1);
	}

}
