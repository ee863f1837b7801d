package io.escrowmint.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import io.escrowmint.store.EventFrame;
import io.escrowmint.store.EventLog;

/**
 * The reading of the partitions. What follows a full batch is asked for before that batch
 * is landed: the store answers while the database works. It counts only if the batch has
 * landed, and nothing unexpected has happened to the partition since. For one thread.
 */
final class PumpReads {

	private final EventLog events;

	private final PumpOptions options;

	private final BiConsumer<PumpPartition, RuntimeException> failure;

	private final Questions<List<EventFrame>> questions = new Questions<>();

	private final Map<PumpPartition, Asked> asked = new HashMap<>();

	PumpReads(EventLog events, PumpOptions options, BiConsumer<PumpPartition, RuntimeException> failure) {
		this.events = events;
		this.options = options;
		this.failure = failure;
	}

	boolean isOpen() {
		return this.questions.isOpen();
	}

	boolean isOpen(PumpPartition partition) {
		return this.questions.isOpen(partition);
	}

	/**
	 * Asks for what follows the cursors of some partitions.
	 */
	void ask(List<PumpPartition> due) {
		for (PumpPartition partition : due) {
			String cursor = partition.cursor();
			if (cursor != null) {
				ask(partition, cursor, share(due.size()));
			}
		}
	}

	/**
	 * Asks for what follows full batches.
	 */
	void askAhead(List<PumpBatch> batches) {
		List<PumpBatch> full = batches.stream().filter(PumpBatch::full).toList();
		full.forEach((batch) -> ask(batch.partition(), batch.landing().end(), share(full.size())));
	}

	private int share(int partitions) {
		return this.options.batchSize() / partitions;
	}

	private void ask(PumpPartition partition, String after, int events) {
		int limit = partition.limit(events);
		this.asked.put(partition, new Asked(after, partition.turn(), limit, System.nanoTime()));
		this.questions.ask(partition, () -> this.events.read(partition.number, after, limit));
	}

	/**
	 * Waits a little for the answers, and takes those that are there.
	 */
	List<PumpBatch> take(Duration atMost) {
		List<PumpBatch> batches = new ArrayList<>();
		this.questions.await(atMost);
		this.questions.take((partition, frames) -> batch(partition, frames, batches), this::failed);
		return batches;
	}

	private void batch(PumpPartition partition, List<EventFrame> frames, List<PumpBatch> batches) {
		Asked question = this.asked.get(partition);
		if (question == null || !question.fits(partition)) {
			return;
		}
		if (frames.isEmpty()) {
			partition.readNothing(System.nanoTime());
			return;
		}
		Landing landing = new Landing(partition.number, partition.fence(), frames);
		long oldest = frames.get(0).events().get(0).time().toEpochMilli();
		partition.read(landing, oldest);
		batches.add(new PumpBatch(partition, landing, frames.size() >= question.limit, oldest, question.time));
	}

	private void failed(PumpPartition partition, RuntimeException cause) {
		Asked question = this.asked.get(partition);
		if (question != null && question.fits(partition)) {
			this.failure.accept(partition, cause);
		}
	}

	/**
	 * What the store was asked for.
	 *
	 * @param after the position after which to begin
	 * @param turn which turn of the partition it was
	 * @param limit frames at most
	 * @param time when
	 */
	private record Asked(String after, int turn, int limit, long time) {

		boolean fits(PumpPartition partition) {
			return this.turn == partition.turn() && this.after.equals(partition.cursor());
		}

	}

}
