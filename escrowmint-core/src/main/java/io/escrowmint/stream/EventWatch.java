package io.escrowmint.stream;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.escrowmint.store.EventLog;

/**
 * Looks at how much an event log keeps for its readers, from any process, whether a
 * reader runs there or not: a reader that nobody runs any more, and that nobody has
 * deregistered, keeps everything until memory is full. Changes nothing. Thread-safe.
 */
public final class EventWatch {

	private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final EventLog events;

	private final long free;

	private final AtomicLong looked = new AtomicLong(System.nanoTime() - FRESH_NANOS);

	private volatile EventBacklog latest = EventBacklog.EMPTY;

	/**
	 * Creates a watch.
	 * @param events the log
	 * @param free frames that a partition keeps without a reader
	 */
	public EventWatch(EventLog events, long free) {
		this.events = events;
		this.free = free;
	}

	/**
	 * Looks at the log: one read per partition, all at once.
	 * @return what it holds; fails as the log does
	 */
	public CompletionStage<EventBacklog> look() {
		List<CompletableFuture<Long>> lengths = IntStream.range(0, this.events.partitions())
			.mapToObj((partition) -> this.events.length(partition).toCompletableFuture())
			.toList();
		return CompletableFuture.allOf(lengths.toArray(CompletableFuture<?>[]::new))
			.thenCompose((all) -> backlog(lengths.stream().map(CompletableFuture::join).toList()))
			.thenApply((backlog) -> this.latest = backlog);
	}

	/**
	 * Returns what was seen last, and looks again in the background if that is more than
	 * ten seconds ago. Never waits.
	 * @return what the log held, empty before the first look has ended
	 */
	public EventBacklog latest() {
		long before = this.looked.get();
		long now = System.nanoTime();
		if (now - before >= FRESH_NANOS && this.looked.compareAndSet(before, now)) {
			look();
		}
		return this.latest;
	}

	private CompletionStage<EventBacklog> backlog(List<Long> lengths) {
		long frames = lengths.stream().mapToLong(Long::longValue).sum();
		long kept = lengths.stream().mapToLong((length) -> Math.max(0, length - this.free)).sum();
		if (kept == 0) {
			return CompletableFuture.completedFuture(new EventBacklog(frames, 0, List.of()));
		}
		int longest = IntStream.range(0, lengths.size())
			.reduce((one, other) -> (lengths.get(other) > lengths.get(one)) ? other : one)
			.orElseThrow();
		return this.events.readers(longest).thenApply((readers) -> new EventBacklog(frames, kept, slowest(readers)));
	}

	private static List<String> slowest(Map<String, String> readers) {
		return readers.values()
			.stream()
			.min(StreamPosition::compare)
			.map((least) -> readers.entrySet()
				.stream()
				.filter((reader) -> reader.getValue().equals(least))
				.map(Map.Entry::getKey)
				.sorted()
				.toList())
			.orElse(List.of());
	}

}
