package io.escrowmint.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What the rounds of {@link LeaseBenchmarks} have measured, as medians; rates also as
 * ratios to the local bucket of the same round.
 */
final class LeaseFigures {

	private static final String BUCKET = "bucket4j";

	private final Map<String, List<Double>> figures = new TreeMap<>();

	void throughput(Collection<RunResult> results, int threads) {
		for (RunResult result : results) {
			String row = "| " + name(result) + " | " + size(result) + " | " + threads + " |";
			double rate = result.getPrimaryResult().getScore();
			note("rate" + row, rate);
			note("ratio" + row, rate / bucket(results, size(result)));
			Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
			note("bytes" + row, (allocated != null) ? allocated.getScore() : Double.NaN);
		}
	}

	private static double bucket(Collection<RunResult> results, String size) {
		return results.stream()
			.filter((result) -> name(result).equals(BUCKET) && size(result).equals(size))
			.mapToDouble((result) -> result.getPrimaryResult().getScore())
			.findFirst()
			.orElseThrow();
	}

	void latency(Collection<RunResult> results) {
		for (RunResult result : results) {
			for (double percentile : new double[] { 50, 99, 99.9 }) {
				double micros = result.getPrimaryResult().getStatistics().getPercentile(percentile);
				note("p" + percentile + "| " + name(result) + " | " + size(result) + " |", micros * 1_000);
			}
		}
	}

	private void note(String what, double figure) {
		this.figures.computeIfAbsent(what, (name) -> new ArrayList<>()).add(figure);
	}

	List<String> lines() {
		List<String> lines = new ArrayList<>(List.of("",
				"| what | credits of a lease | threads | calls per us | x Bucket4j | (min..max) | bytes per call |",
				"|---|---|---|---|---|---|---|"));
		rows("rate").forEach((row) -> lines.add(String.format(Locale.ROOT, "%s %.2f | %.2f | %.2f..%.2f | %.1f |", row,
				median("rate" + row), median("ratio" + row), Collections.min(of("ratio" + row)),
				Collections.max(of("ratio" + row)), median("bytes" + row))));
		lines.addAll(List.of("", "| what | credits of a lease | p50 ns | p99 ns | p99 (min..max) | p99.9 ns |",
				"|---|---|---|---|---|---|"));
		rows("p50.0").forEach((row) -> lines.add(String.format(Locale.ROOT, "%s %.0f | %.0f | %.0f..%.0f | %.0f |", row,
				median("p50.0" + row), median("p99.0" + row), Collections.min(of("p99.0" + row)),
				Collections.max(of("p99.0" + row)), median("p99.9" + row))));
		return lines;
	}

	private List<String> rows(String figure) {
		return this.figures.keySet()
			.stream()
			.filter((what) -> what.startsWith(figure + "|"))
			.map((what) -> what.substring(figure.length()))
			.toList();
	}

	private double median(String what) {
		List<Double> sorted = of(what).stream().sorted().toList();
		return sorted.get(sorted.size() / 2);
	}

	private List<Double> of(String what) {
		return Objects.requireNonNull(this.figures.get(what));
	}

	private static String name(RunResult result) {
		String name = result.getParams().getBenchmark();
		return name.substring(name.lastIndexOf('.') + 1);
	}

	private static String size(RunResult result) {
		return result.getParams().getParam("size");
	}

}
