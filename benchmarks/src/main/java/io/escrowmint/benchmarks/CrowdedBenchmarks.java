package io.escrowmint.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures what a reservation and its commit cost the server on a wallet with many open
 * holds: plain ones, and such under an id that the caller chose, which take the full
 * scripts. All take turns, round after round.
 */
public final class CrowdedBenchmarks {

	private static final List<Integer> OPEN = List.of(0, 16, 32, 60, 100, 150, 300);

	private static final List<Integer> THREADS = List.of(1, 64);

	private final BenchmarkRedis redis;

	private final Duration length;

	private final Map<String, List<Turn>> turns = new LinkedHashMap<>();

	private CrowdedBenchmarks(BenchmarkRedis redis, Duration length) {
		this.redis = redis;
		this.length = length;
	}

	/**
	 * Measures, prints and writes {@code crowded.md}.
	 * @param arguments {@code --quick}, {@code --redis URL}
	 * @throws Exception if something fails
	 */
	public static void main(String[] arguments) throws Exception {
		Request request = Request.of(arguments);
		boolean quick = request.quick();
		try (BenchmarkRedis redis = BenchmarkRedis.ofMachine(request.redis())) {
			String server = redis.describe();
			CrowdedBenchmarks benchmarks = new CrowdedBenchmarks(redis, Duration.ofMillis(quick ? 200 : 1000));
			String before = LoadAverage.now();
			benchmarks.measure(quick ? 1 : 5);
			Report.write("crowded.md", server + ", Java " + Runtime.version() + ", load average " + before + " before, "
					+ LoadAverage.now() + " after\n\n" + benchmarks.report());
		}
		System.exit(0);
	}

	private void measure(int rounds) throws Exception {
		List<EscrowMintContender> contenders = new ArrayList<>();
		for (boolean named : new boolean[] { false, true }) {
			for (int open : OPEN) {
				contenders.add(EscrowMintContender.pairBeside(this.redis.uri(), open, named));
			}
		}
		turns(contenders);
		this.turns.clear();
		for (int round = 0; round < rounds; round++) {
			turns(contenders);
		}
		contenders.forEach(EscrowMintContender::close);
	}

	private void turns(List<EscrowMintContender> contenders) throws Exception {
		for (EscrowMintContender contender : contenders) {
			for (int threads : THREADS) {
				double before = this.redis.busySeconds();
				Slice slice = Slice.run(contender, threads, Shape.HOT, this.length);
				double busy = this.redis.busySeconds() - before;
				this.turns.computeIfAbsent(contender.name() + " | " + threads, (name) -> new ArrayList<>())
					.add(new Turn(1e6 * busy / slice.latencies().getTotalCount(), slice.perSecond()));
			}
		}
	}

	private String report() {
		List<String> lines = new ArrayList<>();
		lines.add("| pairs | threads | server, us a pair | (min..max) | pairs/s | (min..max) |");
		lines.add("|---|--:|--:|--:|--:|--:|");
		this.turns.forEach((name, all) -> {
			Series.Spread busy = Series.Spread.of(all.stream().map(Turn::busy).toList());
			Series.Spread rate = Series.Spread.of(all.stream().map(Turn::perSecond).toList());
			lines.add(String.format(Locale.ROOT, "| %s | %.0f | %.0f..%.0f | %,.0f | %,.0f..%,.0f |", name,
					busy.median(), busy.least(), busy.most(), rate.median(), rate.least(), rate.most()));
		});
		return String.join("\n", lines) + "\n";
	}

	/**
	 * One turn of one contender.
	 *
	 * @param busy microseconds of the server's processor for a pair
	 * @param perSecond pairs per second
	 */
	private record Turn(double busy, double perSecond) {

	}

}
