package io.escrowmint.benchmarks;

import java.util.ArrayList;
import java.util.List;

import org.HdrHistogram.Histogram;

/**
 * All turns of one contender at one number of threads and one shape, in the order of the
 * rounds.
 */
final class Series {

	private final String contender;

	private final int threads;

	private final String wallets;

	private final List<Double> perSecond = new ArrayList<>();

	private final Histogram latencies = new Histogram(3);

	Series(String contender, int threads, String wallets) {
		this.contender = contender;
		this.threads = threads;
		this.wallets = wallets;
	}

	void add(Slice slice) {
		this.perSecond.add(slice.perSecond());
		this.latencies.add(slice.latencies());
	}

	String contender() {
		return this.contender;
	}

	int threads() {
		return this.threads;
	}

	String wallets() {
		return this.wallets;
	}

	boolean is(String contender, int threads, String wallets) {
		return this.contender.equals(contender) && this.threads == threads && this.wallets.equals(wallets);
	}

	Spread rate() {
		return Spread.of(this.perSecond);
	}

	/**
	 * Returns this contender's rate as a multiple of another's, round by round, so that
	 * what disturbs a round disturbs both.
	 */
	Spread over(Series other) {
		List<Double> ratios = new ArrayList<>();
		for (int round = 0; round < Math.min(this.perSecond.size(), other.perSecond.size()); round++) {
			ratios.add(this.perSecond.get(round) / other.perSecond.get(round));
		}
		return Spread.of(ratios);
	}

	double micros(double percentile) {
		return this.latencies.getValueAtPercentile(percentile) / 1e3;
	}

	/**
	 * The middle of the rounds, and the worst and the best of them.
	 */
	record Spread(double median, double least, double most) {

		static Spread of(List<Double> values) {
			List<Double> sorted = values.stream().sorted().toList();
			int middle = sorted.size() / 2;
			double median = (sorted.size() % 2 == 1) ? sorted.get(middle)
					: (sorted.get(middle - 1) + sorted.get(middle)) / 2;
			return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
		}

	}

}
