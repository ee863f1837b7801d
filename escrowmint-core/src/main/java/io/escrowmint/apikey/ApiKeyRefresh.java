package io.escrowmint.apikey;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the copy up to date in the background. No error ends it; an outage is logged when
 * it begins and when it ends.
 */
final class ApiKeyRefresh {

	private static final Logger logger = LoggerFactory.getLogger(ApiKeyRefresh.class);

	private final ApiKeyCopy copy;

	private final Duration interval;

	private final ThreadFactory threads;

	private volatile boolean running;

	private boolean failing;

	private @Nullable Thread thread;

	ApiKeyRefresh(ApiKeyCopy copy, Duration interval, ThreadFactory threads) {
		this.copy = copy;
		this.interval = interval;
		this.threads = threads;
	}

	synchronized void start() {
		if (this.thread == null) {
			// In the caller's thread, so that keys can be used once it goes on.
			refresh();
			Thread started = this.threads.newThread(this::loop);
			started.setName("escrowmint-api-keys");
			this.running = true;
			this.thread = started;
			started.start();
		}
	}

	synchronized void stop() {
		Thread started = this.thread;
		if (started == null) {
			return;
		}
		this.running = false;
		started.interrupt();
		try {
			started.join();
			this.thread = null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	boolean isRunning() {
		return this.running;
	}

	private void loop() {
		while (this.running) {
			try {
				TimeUnit.NANOSECONDS.sleep(this.interval.toNanos());
			}
			catch (InterruptedException ex) {
				// only stop() interrupts this thread
				return;
			}
			refresh();
		}
	}

	private void refresh() {
		try {
			this.copy.refresh();
			if (this.failing) {
				this.failing = false;
				logger.info("API keys are up to date again");
			}
		}
		catch (RuntimeException | Error ex) {
			if (!this.failing) {
				this.failing = true;
				logger.warn("API keys cannot be brought up to date; until they are, requests with one are refused "
						+ "as unavailable, unless metering is a shadow: {}", ex.getMessage());
			}
			logger.debug("Why API keys cannot be brought up to date", ex);
		}
	}

}
