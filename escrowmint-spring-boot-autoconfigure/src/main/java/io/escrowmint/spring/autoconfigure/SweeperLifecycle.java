package io.escrowmint.spring.autoconfigure;

import io.escrowmint.store.Sweeper;

import org.springframework.context.SmartLifecycle;

/**
 * Runs the sweeper while the application runs. Starts last and stops first, so that its
 * store is there all the time.
 */
final class SweeperLifecycle implements SmartLifecycle {

	private final Sweeper sweeper;

	SweeperLifecycle(Sweeper sweeper) {
		this.sweeper = sweeper;
	}

	@Override
	public void start() {
		this.sweeper.start();
	}

	@Override
	public void stop() {
		this.sweeper.stop();
	}

	@Override
	public boolean isRunning() {
		return this.sweeper.isRunning();
	}

}
