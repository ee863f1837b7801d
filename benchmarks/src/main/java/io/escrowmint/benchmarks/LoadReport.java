package io.escrowmint.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.escrowmint.benchmarks.Series.Spread;

/**
 * What a run has shown: a table to read and to paste, JSON to compare, and the goals.
 */
final class LoadReport {

	private static final String CONSUME = "tryConsume";

	private static final String PAIR = "reserve+commit";

	private final String machine;

	private final List<Series> all;

	LoadReport(String machine, List<Series> all) {
		this.machine = machine;
		this.all = all;
	}

	String table() {
		List<String> lines = new ArrayList<>();
		lines.add(this.machine);
		lines.add("");
		lines.add("| threads | wallets | contender | calls/s | (min..max) | p50 us | p99 us | x F | (min..max) |");
		lines.add("|--:|---|---|--:|--:|--:|--:|--:|--:|");
		for (Series series : this.all) {
			Spread rate = series.rate();
			Spread ratio = series.over(floor(series.threads()));
			lines.add(String.format(Locale.ROOT,
					"| %d | %s | %s | %,.0f | %,.0f..%,.0f | %.0f | %.0f | %.2f | %.2f..%.2f |", series.threads(),
					series.wallets(), series.contender(), rate.median(), rate.least(), rate.most(), series.micros(50),
					series.micros(99), ratio.median(), ratio.least(), ratio.most()));
		}
		lines.add("");
		lines.addAll(goals());
		return String.join("\n", lines);
	}

	String json() {
		List<String> rows = this.all.stream().map(this::json).toList();
		return "{\n  \"machine\": \"" + this.machine + "\",\n  \"series\": [\n    " + String.join(",\n    ", rows)
				+ "\n  ]\n}\n";
	}

	private String json(Series series) {
		Spread rate = series.rate();
		Spread ratio = series.over(floor(series.threads()));
		return String.format(Locale.ROOT,
				"{\"contender\": \"%s\", \"threads\": %d, \"wallets\": \"%s\", \"perSecond\": {\"median\": %.0f, "
						+ "\"min\": %.0f, \"max\": %.0f}, \"p50Micros\": %.1f, \"p99Micros\": %.1f, "
						+ "\"overFloor\": {\"median\": %.3f, \"min\": %.3f, \"max\": %.3f}}",
				series.contender(), series.threads(), series.wallets(), rate.median(), rate.least(), rate.most(),
				series.micros(50), series.micros(99), ratio.median(), ratio.least(), ratio.most());
	}

	private List<String> goals() {
		List<String> goals = new ArrayList<>();
		find(CONSUME, 64, Shape.SPREAD).ifPresent((consume) -> {
			goals.add(goal("tryConsume over F, 64 threads", consume.over(floor(64)).median(), 1.3, true));
			find(CONSUME, 64, Shape.HOT)
				.ifPresent((hot) -> goals.add(goal("tryConsume, one hot wallet over spread, 64 threads",
						hot.over(consume).median(), 0.95, true)));
		});
		find(CONSUME, 1, Shape.SPREAD).ifPresent((consume) -> goals
			.add(goal("tryConsume p50 over F's, 1 thread", consume.micros(50) / floor(1).micros(50), 1.25, false)));
		find(PAIR, 64, Shape.SPREAD).ifPresent((pair) -> goals
			.add(goal("reserve+commit over F, 64 threads", pair.over(floor(64)).median(), 0.55, true)));
		return goals;
	}

	private static String goal(String what, double value, double bound, boolean atLeast) {
		boolean met = atLeast ? value >= bound : value <= bound;
		return String.format(Locale.ROOT, "%s: %.2f, goal %s %.2f: %s", what, value, atLeast ? ">=" : "<=", bound,
				met ? "met" : "MISSED");
	}

	private Series floor(int threads) {
		return this.all.stream().filter((series) -> series.is(Floor.NAME, threads, "-")).findFirst().orElseThrow();
	}

	private Optional<Series> find(String contender, int threads, Shape shape) {
		return this.all.stream().filter((series) -> series.is(contender, threads, shape.word())).findFirst();
	}

}
