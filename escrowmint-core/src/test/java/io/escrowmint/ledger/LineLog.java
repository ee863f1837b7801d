package io.escrowmint.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.EventFrame;
import io.escrowmint.store.EventLog;
import org.jspecify.annotations.Nullable;

/**
 * Event streams to which a test does what happens to a store: writes that are lost, a
 * reader that is forgotten, an entry that cannot be read, a line that is down, an answer
 * that takes its time.
 */
final class LineLog implements EventLog {

	private final List<List<EventFrame>> partitions = new ArrayList<>();

	private final List<Map<String, String>> readers = new ArrayList<>();

	private boolean down;

	private @Nullable String unreadable;

	private boolean forgetsAcknowledgments;

	private final Set<String> asked = new HashSet<>();

	private long looks;

	private final List<Integer> retold = new ArrayList<>();

	private int held = -1;

	private int readOnly = -1;

	private boolean holdsAcknowledgments;

	private CompletableFuture<Void> answering = CompletableFuture.completedFuture(null);

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

	/** What is asked of a partition from now on is answered when all is let go. */
	synchronized void hold(int partition) {
		this.held = partition;
		this.answering = new CompletableFuture<>();
	}

	synchronized void holdAcknowledgments() {
		this.holdsAcknowledgments = true;
		this.answering = new CompletableFuture<>();
	}

	void letGo() {
		CompletableFuture<Void> waiting;
		synchronized (this) {
			this.held = -1;
			this.holdsAcknowledgments = false;
			waiting = this.answering;
		}
		waiting.complete(null);
	}

	synchronized boolean wasAskedFor(int partition, String after) {
		return this.asked.contains(partition + " " + after);
	}

	synchronized long looks() {
		return this.looks;
	}

	/** The partitions of which all was to be told once more, one entry for each time. */
	synchronized List<Integer> retold() {
		return List.copyOf(this.retold);
	}

	@Override
	public String storeName() {
		return "line";
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

	/** Lets a partition refuse whatever is written, or none: -1. */
	synchronized void refuseWrites(int partition) {
		this.readOnly = partition;
	}

	@Override
	public synchronized CompletionStage<Void> retell(int partition) {
		if (partition == this.readOnly) {
			return CompletableFuture.failedFuture(new IllegalStateException("NOREPLICAS"));
		}
		if (!this.down) {
			this.retold.add(partition);
		}
		return answer(null);
	}

	@Override
	public synchronized CompletionStage<Map<String, String>> readers(int partition) {
		this.looks++;
		if (partition == this.held) {
			return this.answering.thenCompose((ignored) -> readers(partition));
		}
		return answer(Map.copyOf(this.readers.get(partition)));
	}

	@Override
	public synchronized CompletionStage<List<EventFrame>> read(int partition, @Nullable String after, int limit) {
		this.asked.add(partition + " " + after);
		if (partition == this.held) {
			return this.answering.thenCompose((ignored) -> read(partition, after, limit));
		}
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
		if (partition == this.held) {
			return this.answering.thenCompose((ignored) -> length(partition));
		}
		return answer((long) this.partitions.get(partition).size());
	}

	@Override
	public synchronized CompletionStage<Boolean> acknowledge(String reader, int partition, String position) {
		if (partition == this.held || this.holdsAcknowledgments) {
			return this.answering.thenCompose((ignored) -> acknowledge(reader, partition, position));
		}
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
