package io.escrowmint.apikey;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;

import io.escrowmint.background.BackgroundLoop;
import io.escrowmint.background.Ending;
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

	private final BackgroundLoop loop;

	private volatile boolean failing;

	ApiKeyRefresh(ApiKeyCopy copy, Duration interval, ThreadFactory threads) {
		this.copy = copy;
		this.interval = interval;
		this.loop = new BackgroundLoop((body) -> {
			Thread thread = threads.newThread(body);
			thread.setName("escrowmint-api-keys");
			return thread;
		}, this::loop, Thread::interrupt);
	}

	synchronized void start() {
		if (!isRunning()) {
			// In the caller's thread, so that keys can be used once it goes on.
			refresh();
			this.loop.start();
		}
	}

	void stop() {
		this.loop.stop();
	}

	boolean isRunning() {
		return this.loop.isRunning();
	}

	private void loop(Ending ending) {
		ending.pause(this.interval.toNanos());
		while (!ending.hasBegun()) {
			refresh();
			ending.pause(this.interval.toNanos());
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
