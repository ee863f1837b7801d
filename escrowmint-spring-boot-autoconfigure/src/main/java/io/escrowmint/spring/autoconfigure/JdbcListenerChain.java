package io.escrowmint.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.escrowmint.jdbc.JdbcListener;

/**
 * Tells several listeners. What one of them throws is dropped, and keeps nothing from the
 * others.
 *
 * @param listeners the listeners, in their order
 */
record JdbcListenerChain(List<JdbcListener> listeners) implements JdbcListener {

	@Override
	public void written(String table, WriteOperation operation, WriteStatus status) {
		tell((listener) -> listener.written(table, operation, status));
	}

	@Override
	public void lockWaited(LockStrategy strategy, LockStatus status, Duration waited) {
		tell((listener) -> listener.lockWaited(strategy, status, waited));
	}

	@Override
	public void collided(int attempt, boolean last) {
		tell((listener) -> listener.collided(attempt, last));
	}

	private void tell(Consumer<JdbcListener> event) {
		for (JdbcListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException | Error ex) {
				// A listener is never a reason for a call to fail.
				continue;
			}
		}
	}

}
