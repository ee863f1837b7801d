package io.escrowmint.ledger;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;

import io.escrowmint.store.EventLog;

/**
 * The looks at both sides, from time to time: what others have landed meanwhile, whether
 * the store remembers what was acknowledged, how much lies there. For one thread, except
 * where volatile.
 */
final class PumpWatch {

	private static final int LENGTHS_EVERY = 4;

	private final EventLog events;

	private final LedgerStore store;

	private final PumpOptions options;

	private final PumpPartition[] partitions;

	private final BiConsumer<PumpPartition, RuntimeException> failure;

	private final Questions<Map<String, String>> looks = new Questions<>();

	/** Where the partition stood when the store was asked, all of it acknowledged. */
	private final Map<PumpPartition, String> stood = new HashMap<>();

	private final Questions<Long> lengths = new Questions<>();

	private final long[] length;

	private long next = System.nanoTime();

	private int watches;

	private volatile long backlog;

	PumpWatch(EventLog events, LedgerStore store, PumpOptions options, PumpPartition[] partitions,
			BiConsumer<PumpPartition, RuntimeException> failure) {
		this.events = events;
		this.store = store;
		this.options = options;
		this.partitions = partitions;
		this.failure = failure;
		this.length = new long[partitions.length];
	}

	/**
	 * Makes the ledger this store's, and the reader known to both sides. Idempotent.
	 */
	void open() {
		this.store.check();
		this.store.claim(this.events.storeName());
		this.store.open(this.options.reader(), this.partitions.length);
		Questions.valueOf(this.events.register(this.options.reader()));
	}

	long backlog() {
		return this.backlog;
	}

	long nanosLeft(long now) {
		return this.next - now;
	}

	/**
	 * Asks the ledger, and the store, whose answers are taken later.
	 * @param acknowledged the partitions of which no acknowledgment is on its way
	 */
	void watch(List<PumpPartition> acknowledged) {
		long now = System.nanoTime();
		double jitter = 0.8 + 0.4 * ThreadLocalRandom.current().nextDouble();
		this.next = now + (long) (this.options.watchInterval().toNanos() * jitter);
		positions().stream()
			.filter((position) -> position.partition() < this.partitions.length)
			.forEach((position) -> this.partitions[position.partition()].watch(position, now));
		look(acknowledged.stream().filter(PumpPartition::isHosted).toList());
		if (this.watches++ % LENGTHS_EVERY == 0) {
			Arrays.stream(this.partitions)
				.filter((partition) -> !this.lengths.isOpen(partition))
				.forEach((partition) -> this.lengths.ask(partition, () -> this.events.length(partition.number)));
		}
	}

	private List<LedgerPosition> positions() {
		List<LedgerPosition> positions = this.store.positions(this.options.reader());
		if (positions.size() < this.partitions.length) {
			open();
			return this.store.positions(this.options.reader());
		}
		return positions;
	}

	/**
	 * Asks the store what it remembers of some partitions.
	 */
	void look(List<PumpPartition> some) {
		for (PumpPartition partition : some) {
			if (!this.looks.isOpen(partition)) {
				this.stood.put(partition, partition.position());
				this.looks.ask(partition, () -> this.events.readers(partition.number));
			}
		}
	}

	/**
	 * Waits a little for what the store remembers.
	 */
	void await(Duration atMost) {
		this.looks.await(atMost);
		take();
	}

	/**
	 * Takes in what the store has said. A store that has forgotten the reader has
	 * forgotten its events, too.
	 */
	void take() {
		boolean[] forgotten = { false };
		this.looks.take((partition, readers) -> {
			String acknowledged = readers.get(this.options.reader());
			forgotten[0] |= acknowledged == null;
			partition.synchronize((acknowledged != null) ? acknowledged : LedgerPosition.BEGINNING,
					this.stood.getOrDefault(partition, LedgerPosition.BEGINNING));
		}, this.failure);
		if (forgotten[0]) {
			Questions.valueOf(this.events.register(this.options.reader()));
		}
		this.lengths.take((partition, frames) -> this.length[partition.number] = frames, this.failure);
		this.backlog = Arrays.stream(this.length).sum();
	}

}
