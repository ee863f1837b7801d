package io.escrowmint.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.EventFrame;
import io.escrowmint.store.EventLog;
import org.jspecify.annotations.Nullable;

/**
 * Event streams to which a test does what happens to a store: writes that are lost, a
 * reader that is forgotten, an entry that cannot be read, a line that is down.
 */
final class LineLog implements EventLog {

	private final List<List<EventFrame>> partitions = new ArrayList<>();

	private final List<Map<String, String>> readers = new ArrayList<>();

	private boolean down;

	private @Nullable String unreadable;

	private boolean forgetsAcknowledgments;

	LineLog(int partitions) {
		for (int index = 0; index < partitions; index++) {
			this.partitions.add(new ArrayList<>());
			this.readers.add(new HashMap<>());
		}
	}

	synchronized void write(int partition, long position, WalletEvent... events) {
		this.partitions.get(partition).add(EventChain.frame(position, events));
	}

	/** What a replica that was behind knows after it took over. */
	synchronized void goBack(int partition, String acknowledged, List<EventFrame> frames) {
		this.partitions.set(partition, new ArrayList<>(frames));
		this.readers.get(partition).replaceAll((reader, position) -> acknowledged);
	}

	synchronized void forgetEverything() {
		this.partitions.forEach(List::clear);
		this.readers.forEach(Map::clear);
	}

	synchronized void down(boolean on) {
		this.down = on;
	}

	synchronized void unreadable(@Nullable String position) {
		this.unreadable = position;
	}

	synchronized void losesAcknowledgments(boolean on) {
		this.forgetsAcknowledgments = on;
	}

	synchronized @Nullable String acknowledged(int partition) {
		return this.readers.get(partition).get("ledger");
	}

	@Override
	public int partitions() {
		return this.partitions.size();
	}

	@Override
	public int partitionOf(String wallet) {
		return 0;
	}

	@Override
	public CompletionStage<Void> enable(boolean enabled) {
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public synchronized CompletionStage<Void> register(String reader) {
		this.readers.forEach((readers) -> readers.putIfAbsent(reader, "0-0"));
		return answer(null);
	}

	@Override
	public CompletionStage<Void> deregister(String reader) {
		throw new UnsupportedOperationException();
	}

	@Override
	public synchronized CompletionStage<Map<String, String>> readers(int partition) {
		return answer(Map.copyOf(this.readers.get(partition)));
	}

	@Override
	public synchronized CompletionStage<List<EventFrame>> read(int partition, @Nullable String after, int limit) {
		List<EventFrame> frames = this.partitions.get(partition)
			.stream()
			.filter((frame) -> after == null || LedgerPosition.compare(frame.position(), after) > 0)
			.limit(limit)
			.toList();
		if (partition == 0 && frames.stream().anyMatch((frame) -> frame.position().equals(this.unreadable))) {
			return CompletableFuture.failedFuture(new IllegalArgumentException("Unreadable frame"));
		}
		return answer(frames);
	}

	@Override
	public synchronized CompletionStage<Long> length(int partition) {
		return answer((long) this.partitions.get(partition).size());
	}

	@Override
	public synchronized CompletionStage<Boolean> acknowledge(String reader, int partition, String position) {
		boolean known = this.readers.get(partition).containsKey(reader);
		if (this.forgetsAcknowledgments) {
			return CompletableFuture.failedFuture(new StoreUnavailableException("The line is down", null));
		}
		boolean there = this.partitions.get(partition).stream().anyMatch((frame) -> frame.position().equals(position));
		if (known && there && !this.down) {
			this.readers.get(partition).put(reader, position);
			this.partitions.get(partition).removeIf((frame) -> LedgerPosition.compare(frame.position(), position) <= 0);
		}
		return answer(known);
	}

	private <T> CompletionStage<T> answer(@Nullable T value) {
		return this.down ? CompletableFuture.failedFuture(new StoreUnavailableException("The line is down", null))
				: CompletableFuture.completedFuture(value);
	}

}
