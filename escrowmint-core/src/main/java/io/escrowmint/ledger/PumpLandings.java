package io.escrowmint.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

import io.escrowmint.store.EventLog;

/**
 * The landing of what was read, in as few transactions as the batch size allows, and the
 * acknowledgment of what was committed, whose answers are taken later. For one thread.
 */
final class PumpLandings {

	private final EventLog events;

	private final LedgerStore store;

	private final PumpOptions options;

	private final PumpTally tally;

	private final BiConsumer<PumpPartition, RuntimeException> failure;

	private final Questions<Boolean> acknowledgments = new Questions<>();

	/** Partitions of which the store is still to be told. */
	private final Set<PumpPartition> owed = new LinkedHashSet<>();

	PumpLandings(EventLog events, LedgerStore store, PumpOptions options, PumpTally tally,
			BiConsumer<PumpPartition, RuntimeException> failure) {
		this.events = events;
		this.store = store;
		this.options = options;
		this.tally = tally;
		this.failure = failure;
	}

	void land(List<PumpBatch> batches) {
		List<PumpBatch> some = new ArrayList<>();
		int size = 0;
		for (PumpBatch batch : batches) {
			some.add(batch);
			size += batch.landing().events();
			if (size >= this.options.batchSize()) {
				landTogether(some);
				some.clear();
				size = 0;
			}
		}
		if (!some.isEmpty()) {
			landTogether(some);
		}
	}

	private void landTogether(List<PumpBatch> batches) {
		List<LandingResult> results;
		try {
			results = this.store.land(this.options.reader(), batches.stream().map(PumpBatch::landing).toList());
		}
		catch (RuntimeException ex) {
			long now = System.nanoTime();
			batches.forEach((batch) -> batch.partition().failedToLand(now));
			throw ex;
		}
		for (int index = 0; index < batches.size(); index++) {
			settle(batches.get(index), results.get(index));
		}
		acknowledge();
	}

	private void settle(PumpBatch batch, LandingResult result) {
		PumpPartition partition = batch.partition();
		if (result instanceof LandingResult.Landed landed) {
			partition.landed(landed.position(), batch.full(), batch.asked());
			this.tally.landed(landed, Duration.ofMillis(Math.max(0, System.currentTimeMillis() - batch.oldest())));
			this.owed.add(partition);
		}
		else if (result instanceof LandingResult.Refused refused) {
			partition.refused(System.nanoTime());
			this.tally.failed("Landing events of partition " + partition.number, refused.cause());
		}
		else {
			partition.leave();
		}
	}

	/** The position of the last commit says all that is to be said, however late. */
	private void acknowledge() {
		for (PumpPartition partition : List.copyOf(this.owed)) {
			if (!this.acknowledgments.isOpen(partition)) {
				String position = partition.position();
				this.owed.remove(partition);
				this.acknowledgments.ask(partition,
						() -> this.events.acknowledge(this.options.reader(), partition.number, position));
			}
		}
	}

	/**
	 * Waits a little for what the store says to acknowledgments, and takes it in.
	 */
	void await(Duration atMost) {
		this.acknowledgments.await(atMost);
		take();
	}

	/**
	 * Takes in what the store has said to acknowledgments.
	 */
	void take() {
		this.acknowledgments.take((partition, known) -> {
			if (!known) {
				partition.lost();
			}
		}, this.failure);
		acknowledge();
	}

	/**
	 * Tells whether the store has been told of all that was committed, and has answered.
	 */
	boolean isAcknowledged(PumpPartition partition) {
		return !this.acknowledgments.isOpen(partition) && !this.owed.contains(partition);
	}

}
