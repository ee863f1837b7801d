package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.escrowmint.store.EventLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Carries {@code escrowmint.events.enabled} into the store, once per start. Never holds
 * up the start: while the store cannot be reached, it tries again later.
 */
final class EventsSwitch implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(EventsSwitch.class);

	private static final Duration PAUSE = Duration.ofSeconds(5);

	private final EventLog events;

	private final @Nullable Boolean enabled;

	private volatile boolean running;

	EventsSwitch(EventLog events, @Nullable Boolean enabled) {
		this.events = events;
		this.enabled = enabled;
	}

	@Override
	public void start() {
		this.running = true;
		if (this.enabled != null) {
			carry(this.enabled, true);
		}
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	private void carry(boolean value, boolean first) {
		if (!this.running) {
			return;
		}
		enable(value).whenComplete((done, failure) -> {
			if (failure == null) {
				return;
			}
			if (first) {
				logger.warn("Could not switch events {}; trying again every {} s", value ? "on" : "off",
						PAUSE.toSeconds(), failure);
			}
			CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
				.execute(() -> carry(value, false));
		});
	}

	private CompletionStage<Void> enable(boolean value) {
		try {
			return this.events.enable(value);
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

}
