package io.escrowmint.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.escrowmint.model.EventType;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Refusal;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.StoreOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Random histories that an engine must answer as the reference does: each reply, each
 * query, the figures after each command, and at the end all events. A disagreement is
 * shrunk and printed with its seed.
 * <p>
 * {@code escrowmint.histories} is how many (2,000; 50,000 under {@code -Psoak}),
 * {@code escrowmint.seed} is the first seed; history {@code n} has the seed
 * {@code first + n}, so that one history is repeated with
 * {@code -Descrowmint.histories=1 -Descrowmint.seed=<seed>}.
 */
public abstract class HistoryContract {

	private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withTimeout(Duration.ofSeconds(20))
		.withPartitions(4)
		.withEventsMaxLength(1_000_000);

	private static final int ENOUGH_FOR_ALL = 1000;

	private static final int NORMAL = 2000;

	private static final int SOAK = 50_000;

	/**
	 * Makes an engine under test. Each thread has its own, for many histories.
	 * @param options the options of the store
	 * @return a new engine
	 */
	protected abstract Engine newEngine(StoreOptions options);

	/**
	 * Makes an engine that is right.
	 * @param options the options of the store
	 * @return a new engine
	 */
	protected abstract Engine newReference(StoreOptions options);

	/**
	 * Returns how many histories are taken side by side. More than one pays where a call
	 * waits for a server.
	 * @return 1 or more
	 */
	protected int threads() {
		return 1;
	}

	@Test
	void randomHistoriesAreAnsweredAsByTheReference() throws Exception {
		int histories = Integer.getInteger("escrowmint.histories",
				Boolean.getBoolean("escrowmint.soak") ? SOAK : NORMAL);
		long firstSeed = Long.getLong("escrowmint.seed", 1);
		AtomicInteger next = new AtomicInteger();
		AtomicReference<@Nullable String> failure = new AtomicReference<>();
		Set<String> seen = ConcurrentHashMap.newKeySet();
		Callable<@Nullable Void> worker = () -> {
			try (HistoryPair pair = pair(seen)) {
				for (int n = next.getAndIncrement(); n < histories
						&& failure.get() == null; n = next.getAndIncrement()) {
					String disagreement = disagreement(pair, firstSeed + n);
					if (disagreement != null) {
						failure.compareAndSet(null, disagreement);
					}
				}
			}
			return null;
		};
		runOnAllThreads(worker);
		if (failure.get() != null) {
			fail(failure.get());
		}
		if (histories >= ENOUGH_FOR_ALL) {
			assertThat(seen).as("what %d histories meet", histories).containsAll(everything());
		}
	}

	private void runOnAllThreads(Callable<@Nullable Void> worker) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(threads());
		try {
			List<Callable<@Nullable Void>> workers = IntStream.range(0, threads()).mapToObj((n) -> worker).toList();
			for (Future<@Nullable Void> done : threads.invokeAll(workers)) {
				done.get();
			}
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void aHistoryIsMadeAgainFromItsSeed() {
		Map<Long, String> histories = new TreeMap<>();
		for (long seed = 0; seed < 100; seed++) {
			histories.put(seed, HistoryGenerator.generate(seed, "p:").toString());
		}
		histories.forEach((seed, history) -> assertThat(HistoryGenerator.generate(seed, "p:")).hasToString(history));
		assertThat(histories.values()).doesNotHaveDuplicates();
	}

	private HistoryPair pair(Set<String> seen) {
		return new HistoryPair(newEngine(OPTIONS), newReference(OPTIONS), (fact) -> seen.addAll(kindsOf(fact)));
	}

	private @Nullable String disagreement(HistoryPair pair, long seed) {
		String prefix = HistoryPair.newPrefix();
		String first = pair.disagreement(HistoryGenerator.generate(seed, prefix), HistoryGenerator.wallets(prefix));
		return (first != null) ? report(seed, first) : null;
	}

	private String report(long seed, String first) {
		try (HistoryPair pair = pair(ConcurrentHashMap.newKeySet())) {
			Shrinker shrinker = new Shrinker(seed, pair);
			List<HistoryStep> shrunk = shrinker.shrink();
			StringBuilder text = new StringBuilder("Seed " + seed + ": the engines disagree about " + first);
			text.append("\n\nThe shortest history found (").append(shrunk.size()).append(" steps):\n");
			shrunk.forEach((step) -> text.append("  ").append(step).append('\n'));
			return text.append("There they disagree about ").append(shrinker.last()).toString();
		}
	}

	private static Set<String> kindsOf(Object fact) {
		if (fact instanceof WalletEvent event) {
			return Set.of("event " + event.type());
		}
		if (fact instanceof Outcome outcome) {
			String kind = outcome.refusal()
				.map((reason) -> "refusal " + reason.getClass().getSimpleName())
				.orElseGet(() -> "applied " + outcome.getClass().getSimpleName());
			return outcome.replayed() ? Set.of(kind, "replayed " + outcome.getClass().getSimpleName()) : Set.of(kind);
		}
		return Set.of();
	}

	private static List<String> everything() {
		List<String> kinds = new ArrayList<>();
		for (Class<?> refusal : Refusal.class.getPermittedSubclasses()) {
			kinds.add("refusal " + refusal.getSimpleName());
		}
		for (String applied : List.of("Consumed", "ToppedUp", "Withdrawn", "Refunded", "Reserved", "Extended",
				"Committed", "Canceled", "Allocated", "Reported", "Renewed", "Released")) {
			kinds.add("applied " + applied);
		}
		for (String replayed : List.of("Consumed", "ToppedUp", "Withdrawn", "Refunded", "Reserved", "Committed",
				"Allocated")) {
			kinds.add("replayed " + replayed);
		}
		Arrays.stream(EventType.values())
			.filter((type) -> type != EventType.REBUILT)
			.forEach((type) -> kinds.add("event " + type));
		return kinds;
	}

	/**
	 * Deletes steps as long as the engines still disagree, in chunks of ever smaller
	 * size.
	 */
	private static final class Shrinker {

		private final long seed;

		private final HistoryPair pair;

		private String last = "nothing any more: the disagreement did not come back";

		Shrinker(long seed, HistoryPair pair) {
			this.seed = seed;
			this.pair = pair;
		}

		String last() {
			return this.last;
		}

		List<HistoryStep> shrink() {
			List<Integer> kept = IntStream.range(0, HistoryGenerator.generate(this.seed, "").size()).boxed().toList();
			if (!disagrees(kept)) {
				return select(kept, "");
			}
			for (int chunk = kept.size() / 2; chunk > 0; chunk = (chunk == 1) ? 0 : chunk / 2) {
				kept = withoutNeedlessChunks(kept, chunk);
			}
			return select(withoutNeedlessChunks(kept, 1), "");
		}

		private List<Integer> withoutNeedlessChunks(List<Integer> steps, int chunk) {
			List<Integer> kept = steps;
			for (int at = 0; at < kept.size();) {
				List<Integer> fewer = new ArrayList<>(kept);
				fewer.subList(at, Math.min(at + chunk, fewer.size())).clear();
				if (disagrees(fewer)) {
					kept = fewer;
				}
				else {
					at += chunk;
				}
			}
			return kept;
		}

		private boolean disagrees(List<Integer> kept) {
			String prefix = HistoryPair.newPrefix();
			String disagreement = this.pair.disagreement(select(kept, prefix), HistoryGenerator.wallets(prefix));
			if (disagreement != null) {
				this.last = disagreement;
			}
			return disagreement != null;
		}

		private List<HistoryStep> select(List<Integer> kept, String prefix) {
			List<HistoryStep> all = HistoryGenerator.generate(this.seed, prefix);
			return kept.stream().map(all::get).toList();
		}

	}

}
