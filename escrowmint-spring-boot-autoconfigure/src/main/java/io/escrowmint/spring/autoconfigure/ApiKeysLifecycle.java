package io.escrowmint.spring.autoconfigure;

import io.escrowmint.apikey.ApiKeys;

import org.springframework.context.SmartLifecycle;

/**
 * Keeps the copy of the keys up to date while the application runs: from before the web
 * server accepts requests until after it has stopped.
 */
final class ApiKeysLifecycle implements SmartLifecycle {

	private final ApiKeys keys;

	ApiKeysLifecycle(ApiKeys keys) {
		this.keys = keys;
	}

	@Override
	public void start() {
		this.keys.start();
	}

	@Override
	public void stop() {
		this.keys.stop();
	}

	@Override
	public boolean isRunning() {
		return this.keys.isRunning();
	}

	@Override
	public int getPhase() {
		return SmartLifecycle.DEFAULT_PHASE - 4096;
	}

}
