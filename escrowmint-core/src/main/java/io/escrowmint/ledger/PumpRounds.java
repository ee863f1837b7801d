package io.escrowmint.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.escrowmint.store.EventFrame;
import io.escrowmint.store.EventLog;
import org.jspecify.annotations.Nullable;

/**
 * What the pump does round by round: read the partitions that are due, all at once; land
 * what was read, in as few transactions as the batch size allows; acknowledge what was
 * committed. For one thread.
 * <p>
 * Nothing is acknowledged that was not committed before, and a process that dies in
 * between reads the same frames again, which the ledger tells.
 */
final class PumpRounds {

	/** Longer than any store lets a call take: only a broken store is ever given up. */
	private static final long PATIENCE_SECONDS = 30;

	private static final int LENGTHS_EVERY = 4;

	private final EventLog events;

	private final LedgerStore store;

	private final PumpOptions options;

	private final PumpTally tally;

	private final PumpPartition[] partitions;

	private long nextWatch = System.nanoTime();

	private int watches;

	private volatile long backlog;

	PumpRounds(EventLog events, LedgerStore store, PumpOptions options, PumpTally tally) {
		this.events = events;
		this.store = store;
		this.options = options;
		this.tally = tally;
		this.partitions = IntStream.range(0, events.partitions())
			.mapToObj((number) -> new PumpPartition(number, options))
			.toArray(PumpPartition[]::new);
	}

	/**
	 * Makes the reader known to both sides. Idempotent.
	 */
	void open() {
		this.store.check();
		this.store.open(this.options.reader(), this.partitions.length);
		await(this.events.register(this.options.reader()));
	}

	List<PumpPartition> partitions() {
		return List.of(this.partitions);
	}

	long backlog() {
		return this.backlog;
	}

	/**
	 * Does what is due.
	 * @return nanoseconds until there is something to do again
	 */
	long next() {
		if (System.nanoTime() - this.nextWatch >= 0) {
			watch();
		}
		Map<PumpPartition, Batch> batches = read(synchronizedOf(due()));
		land(batches);
		return batches.values().stream().anyMatch(Batch::full) ? 0 : untilNext();
	}

	/** Partitions that are due soon after each other are read together. */
	private long untilNext() {
		long now = System.nanoTime();
		long left = Arrays.stream(this.partitions).mapToLong((partition) -> partition.nanosLeft(now)).min().orElse(0);
		return Math.max(this.options.pollInterval().toNanos() / 2, Math.min(left, this.nextWatch - now));
	}

	private void watch() {
		long now = System.nanoTime();
		double jitter = 0.8 + 0.4 * ThreadLocalRandom.current().nextDouble();
		this.nextWatch = now + (long) (this.options.watchInterval().toNanos() * jitter);
		List<LedgerPosition> positions = this.store.positions(this.options.reader());
		if (positions.size() < this.partitions.length) {
			open();
			positions = this.store.positions(this.options.reader());
		}
		for (LedgerPosition position : positions) {
			if (position.partition() < this.partitions.length) {
				this.partitions[position.partition()].watch(position, now);
			}
		}
		synchronize(Arrays.stream(this.partitions).filter(PumpPartition::isHosted).toList());
		if (this.watches++ % LENGTHS_EVERY == 0) {
			measure();
		}
	}

	private void measure() {
		long[] sum = { 0 };
		forEach(partitions(), (partition) -> this.events.length(partition.number),
				(partition, length) -> sum[0] += length);
		this.backlog = sum[0];
	}

	private List<PumpPartition> due() {
		long now = System.nanoTime();
		return Arrays.stream(this.partitions).filter((partition) -> partition.isDue(now)).toList();
	}

	private List<PumpPartition> synchronizedOf(List<PumpPartition> due) {
		synchronize(due.stream().filter((partition) -> partition.cursor() == null).toList());
		return due.stream().filter((partition) -> partition.cursor() != null).toList();
	}

	/** A store that has forgotten the reader has forgotten its events, too. */
	private void synchronize(List<PumpPartition> some) {
		boolean[] forgotten = { false };
		forEach(some, (partition) -> this.events.readers(partition.number), (partition, readers) -> {
			String acknowledged = readers.get(this.options.reader());
			forgotten[0] |= acknowledged == null;
			partition.synchronize((acknowledged != null) ? acknowledged : LedgerPosition.BEGINNING);
		});
		if (forgotten[0]) {
			await(this.events.register(this.options.reader()));
		}
	}

	private Map<PumpPartition, Batch> read(List<PumpPartition> due) {
		int share = this.options.batchSize() / Math.max(1, due.size());
		Map<PumpPartition, Integer> limits = new HashMap<>();
		due.forEach((partition) -> limits.put(partition, partition.limit(share)));
		Map<PumpPartition, Batch> batches = new LinkedHashMap<>();
		forEach(due,
				(partition) -> this.events.read(partition.number, partition.cursor(),
						limits.getOrDefault(partition, 1)),
				(partition, frames) -> batch(partition, frames, limits.getOrDefault(partition, 1), batches));
		return batches;
	}

	private static void batch(PumpPartition partition, List<EventFrame> frames, int limit,
			Map<PumpPartition, Batch> batches) {
		if (frames.isEmpty()) {
			partition.readNothing(System.nanoTime());
			return;
		}
		Landing landing = new Landing(partition.number, partition.fence(), frames);
		long oldest = frames.get(0).events().get(0).time().toEpochMilli();
		partition.read(landing, oldest);
		batches.put(partition, new Batch(landing, frames.size() >= limit, oldest));
	}

	private void land(Map<PumpPartition, Batch> batches) {
		Map<PumpPartition, Batch> some = new LinkedHashMap<>();
		int size = 0;
		for (Map.Entry<PumpPartition, Batch> batch : batches.entrySet()) {
			some.put(batch.getKey(), batch.getValue());
			size += batch.getValue().landing.events();
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

	private void landTogether(Map<PumpPartition, Batch> batches) {
		List<LandingResult> results;
		try {
			results = this.store.land(this.options.reader(),
					batches.values().stream().map((batch) -> batch.landing).toList());
		}
		catch (RuntimeException ex) {
			long now = System.nanoTime();
			batches.keySet().forEach((partition) -> partition.failed(now));
			throw ex;
		}
		List<PumpPartition> landed = new ArrayList<>();
		for (LandingResult result : results) {
			PumpPartition partition = this.partitions[result.partition()];
			if (settle(partition, result, batches.get(partition))) {
				landed.add(partition);
			}
		}
		acknowledge(landed);
	}

	private boolean settle(PumpPartition partition, LandingResult result, @Nullable Batch batch) {
		if (result instanceof LandingResult.Landed landed && batch != null) {
			partition.landed(landed.position(), batch.full, System.nanoTime());
			this.tally.landed(landed, Duration.ofMillis(Math.max(0, System.currentTimeMillis() - batch.oldest)));
			return true;
		}
		if (result instanceof LandingResult.Refused refused) {
			partition.refused(System.nanoTime());
			this.tally.failed("Landing events of partition " + partition.number, refused.cause());
		}
		else {
			partition.leave();
		}
		return false;
	}

	private void acknowledge(List<PumpPartition> landed) {
		forEach(landed,
				(partition) -> this.events.acknowledge(this.options.reader(), partition.number, partition.position()),
				(partition, known) -> {
					if (!known) {
						partition.lost();
					}
				});
	}

	/**
	 * Asks for all partitions at once, so that a remote store can answer them together.
	 * What fails for one is tried again later, and holds up no other.
	 */
	private <T> void forEach(List<PumpPartition> some, Function<PumpPartition, CompletionStage<T>> question,
			BiConsumer<PumpPartition, T> answer) {
		List<CompletableFuture<T>> futures = some.stream().map((partition) -> begin(question, partition)).toList();
		for (int index = 0; index < futures.size(); index++) {
			PumpPartition partition = some.get(index);
			try {
				answer.accept(partition, await(futures.get(index)));
			}
			catch (IllegalArgumentException ex) {
				partition.refused(System.nanoTime());
				this.tally.failed("Reading events of partition " + partition.number, ex);
			}
			catch (RuntimeException ex) {
				partition.failed(System.nanoTime());
				this.tally.failed("Reading events", ex);
			}
		}
	}

	private static <T> CompletableFuture<T> begin(Function<PumpPartition, CompletionStage<T>> question,
			PumpPartition partition) {
		try {
			return question.apply(partition).toCompletableFuture();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static <T> T await(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	/**
	 * What was read of a partition.
	 *
	 * @param landing the frames
	 * @param full whether there are probably more
	 * @param oldest when the first event happened, in milliseconds
	 */
	private record Batch(Landing landing, boolean full, long oldest) {

	}

}
