package io.escrowmint.spring.actuate;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.escrowmint.stream.EventBacklog;
import io.escrowmint.stream.EventWatch;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Down while the store keeps too many events for readers, long before it has no room for
 * more; also where none of these readers runs. Says nothing about liveness: a restart of
 * this process reads no events.
 */
public final class EventsHealthIndicator extends AbstractHealthIndicator {

	private final EventWatch watch;

	private final long maxBacklog;

	private final Duration timeout;

	/**
	 * Creates the indicator.
	 * @param watch looks at the events
	 * @param maxBacklog how many frames may be kept only for readers
	 * @param timeout how long to wait for the store
	 */
	public EventsHealthIndicator(EventWatch watch, long maxBacklog, Duration timeout) {
		super("The events cannot be looked at");
		this.watch = watch;
		this.maxBacklog = maxBacklog;
		this.timeout = timeout;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) throws Exception {
		EventBacklog backlog = this.watch.look()
			.toCompletableFuture()
			.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		builder.status((backlog.kept() > this.maxBacklog) ? Status.DOWN : Status.UP)
			.withDetail("frames", backlog.frames())
			.withDetail("keptForReaders", backlog.kept());
		if (!backlog.slowest().isEmpty()) {
			builder.withDetail("slowestReaders", backlog.slowest());
		}
	}

}
