package io.escrowmint.ledger;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

	private final PumpSetbacks setbacks;

	private final Questions<Long> lengths = new Questions<>();

	private final long[] length;

	private long next = System.nanoTime();

	private int watches;

	private volatile long backlog;

	PumpWatch(EventLog events, LedgerStore store, PumpOptions options, PumpPartition[] partitions,
			PumpSetbacks setbacks, BiConsumer<PumpPartition, RuntimeException> failure) {
		this.events = events;
		this.store = store;
		this.options = options;
		this.partitions = partitions;
		this.setbacks = setbacks;
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
	 * forgotten its events, too. One that remembers more than the ledger was known to
	 * have was told by another process, unless the ledger has gone back: that is seen to
	 * before anything lands.
	 */
	void take() {
		boolean[] forgotten = { false };
		Map<PumpPartition, String> beyond = new HashMap<>();
		this.looks.take((partition, readers) -> {
			String known = readers.get(this.options.reader());
			forgotten[0] |= known == null;
			String acknowledged = (known != null) ? known : LedgerPosition.BEGINNING;
			if (LedgerPosition.compare(acknowledged, partition.position()) > 0) {
				beyond.put(partition, acknowledged);
			}
			else {
				synchronize(partition, acknowledged);
			}
		}, this.failure);
		if (forgotten[0]) {
			Questions.valueOf(this.events.register(this.options.reader()));
		}
		if (!beyond.isEmpty()) {
			Set<PumpPartition> settled = this.setbacks.look(beyond, this.store.positions(this.options.reader()),
					this.failure);
			beyond.keySet().retainAll(settled);
			beyond.forEach(this::synchronize);
		}
		this.lengths.take((partition, frames) -> this.length[partition.number] = frames, this.failure);
		this.backlog = Arrays.stream(this.length).sum();
	}

	private void synchronize(PumpPartition partition, String acknowledged) {
		partition.synchronize(acknowledged, this.stood.getOrDefault(partition, LedgerPosition.BEGINNING));
	}

}
