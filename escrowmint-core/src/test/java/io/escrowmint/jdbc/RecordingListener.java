package io.escrowmint.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Remembers what it heard.
 */
final class RecordingListener implements JdbcListener {

	final List<String> heard = new CopyOnWriteArrayList<>();

	final AtomicInteger collisions = new AtomicInteger();

	@Override
	public void written(String table, WriteOperation operation, WriteStatus status) {
		this.heard.add("%s %s %s".formatted(table, operation, status));
	}

	@Override
	public void lockWaited(LockStrategy strategy, LockStatus status, Duration waited) {
		this.heard.add("%s %s".formatted(strategy, status));
	}

	@Override
	public void collided(int attempt, boolean last) {
		this.heard.add("collided %d%s".formatted(attempt, last ? " last" : ""));
		this.collisions.incrementAndGet();
	}

}
