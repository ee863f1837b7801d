package io.escrowmint.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import io.lettuce.core.RedisURI;

/**
 * Runs all contenders against one Redis in short turns, one after the other and round
 * after round, so that what disturbs the machine disturbs all of them.
 */
public final class LoadHarness {

	static final Path RESULTS = Path.of("benchmarks", "target", "results");

	private final Options options;

	private final Map<Integer, Map<String, Series>> series = new TreeMap<>();

	private LoadHarness(Options options) {
		this.options = options;
	}

	/**
	 * Runs the benchmark.
	 * @param arguments see {@code benchmarks/run}
	 * @throws Exception if a contender fails or refuses
	 */
	public static void main(String[] arguments) throws Exception {
		LoadHarness harness = new LoadHarness(Options.parse(arguments));
		try (BenchmarkRedis redis = BenchmarkRedis.ofMachine(harness.options.redis())) {
			String machine = machine(redis);
			LoadReport report = harness.run(machine, redis.uri());
			System.out.println(report.table());
			Files.createDirectories(RESULTS);
			Files.writeString(RESULTS.resolve("load.json"), report.json());
		}
		// a peer may leave threads behind
		System.exit(0);
	}

	static String machine(BenchmarkRedis redis) {
		return "%d cores for client and server, Java %s, %s".formatted(Runtime.getRuntime().availableProcessors(),
				System.getProperty("java.version"), redis.describe());
	}

	private LoadReport run(String machine, RedisURI uri) throws Exception {
		List<Contender> contenders = contenders(this.options, uri);
		try {
			// the first round is not kept: code is compiled, connections and records
			// exist
			round(contenders, this.options.warmUp());
			this.series.clear();
			for (int round = 1; round <= this.options.rounds(); round++) {
				System.err.println("round " + round + " of " + this.options.rounds());
				round(contenders, this.options.slice());
			}
		}
		finally {
			contenders.forEach(Contender::close);
		}
		List<Series> all = new ArrayList<>();
		this.series.values().forEach((byName) -> all.addAll(byName.values()));
		return new LoadReport(machine, all);
	}

	static List<Contender> contenders(Options options, RedisURI uri) {
		List<Contender> contenders = new ArrayList<>();
		contenders.add(Floor.script(uri));
		Map<String, Function<RedisURI, Contender>> others = new LinkedHashMap<>();
		others.put("PING", Floor::ping);
		others.put("reads and writes", Floor::readAndWrite);
		others.put("tryConsume", (at) -> EscrowMintContender.consume(at, false));
		others.put("tryConsume, events on", (at) -> EscrowMintContender.consume(at, true));
		others.put("reserve+commit", (at) -> EscrowMintContender.pair(at, false));
		others.put("reserve+commit, events on", (at) -> EscrowMintContender.pair(at, true));
		others.put("Bucket4j", Bucket4jContender::new);
		others.put("Redisson", RedissonContender::new);
		others.forEach((name, factory) -> {
			if (options.wants(name)) {
				contenders.add(factory.apply(uri));
			}
		});
		return contenders;
	}

	private void round(List<Contender> contenders, Duration length) throws Exception {
		for (int threads : this.options.threads()) {
			for (Contender contender : contenders) {
				if (!contender.hasWallets()) {
					turn(contender, threads, Shape.HOT, "-", length);
					continue;
				}
				for (Shape shape : Shape.values()) {
					turn(contender, threads, shape, shape.word(), length);
				}
			}
		}
	}

	private void turn(Contender contender, int threads, Shape shape, String wallets, Duration length) throws Exception {
		Slice slice = Slice.run(contender, threads, shape, length);
		this.series.computeIfAbsent(threads, (number) -> new LinkedHashMap<>())
			.computeIfAbsent(contender.name() + "/" + wallets, (key) -> new Series(contender.name(), threads, wallets))
			.add(slice);
	}

}
