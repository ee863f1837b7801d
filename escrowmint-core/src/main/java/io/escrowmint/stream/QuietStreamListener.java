package io.escrowmint.stream;

import java.time.Duration;

import io.escrowmint.store.FailureTypes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the loop going whatever a listener throws.
 */
final class QuietStreamListener implements StreamListener {

	private static final Logger logger = LoggerFactory.getLogger(QuietStreamListener.class);

	private final StreamListener listener;

	QuietStreamListener(StreamListener listener) {
		this.listener = listener;
	}

	@Override
	public void committed(String container, int messages, Duration elapsed) {
		quietly(() -> this.listener.committed(container, messages, elapsed));
	}

	@Override
	public void failed(String container, Throwable error) {
		quietly(() -> this.listener.failed(container, error));
	}

	@Override
	public void deadLettered(String container, Throwable error) {
		quietly(() -> this.listener.deadLettered(container, error));
	}

	@Override
	public void fenced(String container) {
		quietly(() -> this.listener.fenced(container));
	}

	@Override
	public void restarted(String container, Throwable error) {
		quietly(() -> this.listener.restarted(container, error));
	}

	@Override
	public void recovered(String container, int entries) {
		quietly(() -> this.listener.recovered(container, entries));
	}

	private static void quietly(Runnable call) {
		try {
			call.run();
		}
		catch (RuntimeException | Error ex) {
			logger.warn("A listener of streams failed: {}", FailureTypes.of(ex));
			logger.debug("Why a listener of streams failed", ex);
		}
	}

}
