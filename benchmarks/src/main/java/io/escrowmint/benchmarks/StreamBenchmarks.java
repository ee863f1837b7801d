package io.escrowmint.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures what the commit of a processor costs, beside a loop that reads the same
 * messages for a group, makes the same state of them in memory, and acknowledges each
 * batch. All take turns, round after round, so that what disturbs one disturbs all.
 */
public final class StreamBenchmarks {

	/** Messages of a turn, by messages of a batch. */
	private static final Map<Integer, Integer> TURNS = new TreeMap<>(Map.of(1, 2_000, 16, 16_000, 256, 64_000));

	private final StreamLoops loops;

	private final int scale;

	private final Map<Integer, List<Turn>> turns = new LinkedHashMap<>();

	private StreamBenchmarks(StreamLoops loops, int scale) {
		this.loops = loops;
		this.scale = scale;
	}

	/**
	 * Measures, prints and writes {@code streams.md}.
	 * @param arguments {@code --quick}, {@code --redis URL}
	 * @throws Exception if something fails
	 */
	public static void main(String[] arguments) throws Exception {
		Request request = Request.of(arguments);
		boolean quick = request.quick();
		try (BenchmarkRedis redis = BenchmarkRedis.ofMachine(request.redis())) {
			String server = redis.describe();
			try (StreamLoops loops = new StreamLoops(redis.uri())) {
				StreamBenchmarks benchmarks = new StreamBenchmarks(loops, quick ? 1 : 4);
				String before = LoadAverage.now();
				benchmarks.measure(quick ? 3 : 7);
				Report.write("streams.md", server + ", Java " + Runtime.version() + ", load average " + before
						+ " before, " + LoadAverage.now() + " after\n\n" + benchmarks.report());
			}
		}
		System.exit(0);
	}

	private void measure(int rounds) throws Exception {
		turns();
		this.turns.clear();
		for (int round = 0; round < rounds; round++) {
			turns();
		}
	}

	private void turns() throws Exception {
		for (Map.Entry<Integer, Integer> turn : TURNS.entrySet()) {
			int batch = turn.getKey();
			int messages = this.scale * turn.getValue();
			this.turns.computeIfAbsent(batch, (size) -> new ArrayList<>())
				.add(new Turn(this.loops.bare(batch, messages), this.loops.processor(batch, messages, false),
						this.loops.processor(batch, messages, true)));
		}
	}

	private String report() {
		List<String> lines = new ArrayList<>();
		lines.add("| messages a batch | bare, us a message | processor | x bare | (min..max) |"
				+ " processor that publishes | x bare | (min..max) |");
		lines.add("|--:|--:|--:|--:|--:|--:|--:|--:|");
		this.turns.forEach((batch, all) -> {
			Series.Spread plain = Series.Spread.of(all.stream().map((turn) -> turn.processor / turn.bare).toList());
			Series.Spread publishing = Series.Spread
				.of(all.stream().map((turn) -> turn.publishing / turn.bare).toList());
			lines.add(String.format(Locale.ROOT, "| %d | %.1f | %.1f | %.2f | %.2f..%.2f | %.1f | %.2f | %.2f..%.2f |",
					batch, median(all.stream().map(Turn::bare).toList()),
					median(all.stream().map(Turn::processor).toList()), plain.median(), plain.least(), plain.most(),
					median(all.stream().map(Turn::publishing).toList()), publishing.median(), publishing.least(),
					publishing.most()));
		});
		return String.join("\n", lines) + "\n";
	}

	private static double median(List<Double> values) {
		return Series.Spread.of(values).median();
	}

	/**
	 * One after the other, in microseconds a message.
	 *
	 * @param bare the loop without a commit
	 * @param processor the processor
	 * @param publishing the processor that publishes
	 */
	private record Turn(double bare, double processor, double publishing) {

	}

}
