package io.escrowmint.stream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.store.EventFrame;
import io.escrowmint.store.EventLog;

/**
 * A registered reader of the store's events, for all partitions of one container. Frames
 * that it has not landed are not cut, from its first read on.
 */
final class EventReader {

	private final EventLog events;

	private final String name;

	private final long timeoutNanos;

	private volatile boolean registered;

	EventReader(EventLog events, String name, Duration timeout) {
		this.events = events;
		this.name = name;
		this.timeoutNanos = timeout.toNanos();
	}

	List<EventFrame> read(int partition, String after, int limit) {
		if (!this.registered) {
			await(this.events.register(this.name));
			this.registered = true;
		}
		return await(this.events.read(partition, after, limit));
	}

	long length(int partition) {
		return await(this.events.length(partition));
	}

	/**
	 * Cuts what lies before. Not waited for: a later position includes this one. A store
	 * that does not know the reader any more has lost its data, and writes no events
	 * until the next read has registered it again.
	 */
	void landed(int partition, String position) {
		this.events.acknowledge(this.name, partition, position).whenComplete((known, failure) -> {
			if (failure == null && !known) {
				this.registered = false;
			}
		});
	}

	private <T> T await(CompletionStage<T> answer) {
		try {
			return answer.toCompletableFuture().get(this.timeoutNanos, TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new StoreUnavailableException("The events were not answered in time", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StoreUnavailableException("Interrupted while reading events", ex);
		}
	}

}
