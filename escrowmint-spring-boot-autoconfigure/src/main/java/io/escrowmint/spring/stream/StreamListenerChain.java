package io.escrowmint.spring.stream;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.escrowmint.stream.StreamListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several listeners as one; each hears, also behind one that fails.
 *
 * @param listeners who hears
 */
public record StreamListenerChain(List<StreamListener> listeners) implements StreamListener {

	private static final Logger logger = LoggerFactory.getLogger(StreamListenerChain.class);

	@Override
	public void committed(String container, int messages, Duration elapsed) {
		each((listener) -> listener.committed(container, messages, elapsed));
	}

	@Override
	public void failed(String container, Throwable error) {
		each((listener) -> listener.failed(container, error));
	}

	@Override
	public void deadLettered(String container, Throwable error) {
		each((listener) -> listener.deadLettered(container, error));
	}

	@Override
	public void fenced(String container) {
		each((listener) -> listener.fenced(container));
	}

	@Override
	public void restarted(String container, Throwable error) {
		each((listener) -> listener.restarted(container, error));
	}

	@Override
	public void recovered(String container, int entries) {
		each((listener) -> listener.recovered(container, entries));
	}

	private void each(Consumer<StreamListener> call) {
		for (StreamListener listener : this.listeners) {
			try {
				call.accept(listener);
			}
			catch (RuntimeException | Error ex) {
				logger.warn("A listener of streams failed", ex);
			}
		}
	}

}
