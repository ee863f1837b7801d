package io.escrowmint.ledger;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.escrowmint.store.EventLog;

/**
 * What the pump does round by round: read the partitions that are due, all at once; land
 * what has arrived; acknowledge what was committed. Whatever the store has to answer is
 * on its way while the ledger works, and a partition that keeps it waiting is left for a
 * later round. For one thread.
 * <p>
 * Nothing is acknowledged that was not committed before, and a process that dies in
 * between reads the same frames again, which the ledger tells.
 */
final class PumpRounds {

	private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

	private final PumpOptions options;

	private final PumpTally tally;

	private final PumpPartition[] partitions;

	private final PumpWatch watch;

	private final PumpReads reads;

	private final PumpLandings landings;

	private final PumpRefusals refusals;

	PumpRounds(EventLog events, LedgerStore store, PumpOptions options, PumpTally tally) {
		this.options = options;
		this.tally = tally;
		this.partitions = IntStream.range(0, events.partitions())
			.mapToObj((number) -> new PumpPartition(number, options))
			.toArray(PumpPartition[]::new);
		this.watch = new PumpWatch(events, store, options, this.partitions, new PumpSetbacks(events, tally),
				this::failed);
		this.reads = new PumpReads(events, options, this::failed);
		this.landings = new PumpLandings(events, store, options, tally, this::failed);
		this.refusals = new PumpRefusals(store, options, tally, List.of(this.partitions));
	}

	/**
	 * Makes the reader known to both sides. Idempotent.
	 */
	void open() {
		this.watch.open();
	}

	List<PumpPartition> partitions() {
		return List.of(this.partitions);
	}

	long backlog() {
		return this.watch.backlog();
	}

	/**
	 * Does what is due.
	 * @return nanoseconds until there is something to do again
	 */
	long next() {
		long began = System.nanoTime();
		this.landings.take();
		this.watch.take();
		if (this.watch.nanosLeft(began) <= 0) {
			this.landings.await(this.options.pollInterval());
			this.watch.watch(acknowledged(partitions()));
		}
		this.reads.ask(due());
		List<PumpBatch> batches = this.reads.take(this.options.pollInterval());
		this.reads.askAhead(batches);
		this.landings.land(batches);
		this.refusals.next();
		return this.reads.isOpen() ? 0 : untilNext(began);
	}

	/**
	 * Waits for what the store has not answered yet, after the last round.
	 */
	void end() {
		this.landings.await(LAST_ANSWERS);
	}

	/** Partitions that are due soon after each other are read together. */
	private long untilNext(long began) {
		long now = System.nanoTime();
		long left = Arrays.stream(this.partitions).mapToLong((partition) -> partition.nanosLeft(now)).min().orElse(0);
		long pause = began + this.options.pollInterval().toNanos() / 2 - now;
		long other = Math.min(this.watch.nanosLeft(now), this.refusals.nanosLeft(now));
		return Math.max(0, Math.max(pause, Math.min(left, other)));
	}

	/** Those of which it is not known where they stand are asked for that first. */
	private List<PumpPartition> due() {
		long now = System.nanoTime();
		List<PumpPartition> due = Arrays.stream(this.partitions)
			.filter((partition) -> partition.isDue(now) && !this.reads.isOpen(partition))
			.toList();
		List<PumpPartition> lost = acknowledged(due).stream()
			.filter((partition) -> partition.cursor() == null)
			.toList();
		if (!lost.isEmpty()) {
			this.watch.look(lost);
			this.watch.await(this.options.pollInterval());
		}
		return due.stream().filter((partition) -> partition.cursor() != null).toList();
	}

	/** What the store has not answered yet, it may remember later. */
	private List<PumpPartition> acknowledged(List<PumpPartition> some) {
		return some.stream().filter(this.landings::isAcknowledged).toList();
	}

	private void failed(PumpPartition partition, RuntimeException cause) {
		if (cause instanceof IllegalArgumentException) {
			partition.refused(System.nanoTime());
			this.tally.failed("Reading events of partition " + partition.number, cause);
		}
		else {
			partition.failed(System.nanoTime());
			this.tally.failed("Reading events", cause);
		}
	}

}
