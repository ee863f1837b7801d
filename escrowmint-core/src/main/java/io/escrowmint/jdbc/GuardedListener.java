package io.escrowmint.jdbc;

import java.time.Duration;

/**
 * Drops what the listener throws: hearing of a write is never a reason for it to fail.
 *
 * @param listener who hears
 */
record GuardedListener(JdbcListener listener) implements JdbcListener {

	@Override
	public void written(String table, WriteOperation operation, WriteStatus status) {
		tell(() -> this.listener.written(table, operation, status));
	}

	@Override
	public void lockWaited(LockStrategy strategy, LockStatus status, Duration waited) {
		tell(() -> this.listener.lockWaited(strategy, status, waited));
	}

	@Override
	public void collided(int attempt, boolean last) {
		tell(() -> this.listener.collided(attempt, last));
	}

	private static void tell(Runnable event) {
		try {
			event.run();
		}
		catch (RuntimeException | Error ex) {
			// Nobody could do anything about it here.
			return;
		}
	}

}
