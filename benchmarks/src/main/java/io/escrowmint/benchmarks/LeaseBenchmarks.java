package io.escrowmint.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.escrowmint.lease.LeaseListener;
import io.escrowmint.lease.LeaseOptions;
import io.escrowmint.lease.LeaseTerms;
import io.escrowmint.lease.StoreCreditLeases;
import io.escrowmint.model.TopUp;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.redis.RedisQuotaStore;
import io.escrowmint.store.redis.RedisStoreOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Measures local decisions in one run: throughput and allocation with one thread and with
 * two, the tail of their latency, and how often Redis is called for a thousand of them.
 */
public final class LeaseBenchmarks {

	private static final int CONSUMES = 5_000_000;

	private final List<String> lines = new ArrayList<>();

	private final RedisURI uri;

	private final int iterations;

	private LeaseBenchmarks(RedisURI uri, int iterations) {
		this.uri = uri;
		this.iterations = iterations;
	}

	/**
	 * Measures, prints and writes {@code leases.md}.
	 * @param arguments {@code --quick}, {@code --redis URL}
	 * @throws Exception if something fails
	 */
	public static void main(String[] arguments) throws Exception {
		List<String> given = List.of(arguments);
		String url = given.contains("--redis") ? given.get(given.indexOf("--redis") + 1) : null;
		try (BenchmarkRedis redis = BenchmarkRedis.ofMachine(url)) {
			LeaseBenchmarks benchmarks = new LeaseBenchmarks(redis.uri(), given.contains("--quick") ? 2 : 5);
			benchmarks.lines.add(redis.describe() + ", Java " + Runtime.version());
			benchmarks.measure();
			String report = String.join("\n", benchmarks.lines) + "\n";
			System.out.println(report);
			Path file = Path.of("benchmarks/target/results/leases.md");
			Files.createDirectories(file.getParent());
			Files.writeString(file, report);
		}
		System.exit(0);
	}

	private void measure() throws RunnerException {
		this.lines.add("");
		this.lines.add("| what | credits of a lease | threads | calls per microsecond | bytes allocated per call |");
		this.lines.add("|---|---|---|---|---|");
		for (int threads = 1; threads <= 2; threads++) {
			throughput(run(Mode.Throughput, threads), threads);
		}
		this.lines.add("");
		this.lines.add("| what | credits of a lease | p50 | p99 | p99.9 |");
		this.lines.add("|---|---|---|---|---|");
		latency(run(Mode.SampleTime, 1));
		this.lines.add("");
		this.lines.add("| leases | Redis calls per 1,000 consumes |");
		this.lines.add("|---|---|");
		calls("1,000 credits each", LeaseTerms.DEFAULTS.withSize(1_000));
		calls("as shipped", LeaseTerms.DEFAULTS);
	}

	private Collection<RunResult> run(Mode mode, int threads) throws RunnerException {
		return new Runner(new OptionsBuilder().include(LeaseBenchmark.class.getSimpleName() + "\\.")
			.jvmArgsAppend("-D" + LeaseBenchmark.REDIS + "=" + this.uri.toURI())
			.mode(mode)
			.threads(threads)
			.forks(1)
			.warmupIterations(this.iterations)
			.warmupTime(TimeValue.seconds(1))
			.measurementIterations(this.iterations)
			.measurementTime(TimeValue.seconds(1))
			.addProfiler(GCProfiler.class)
			.build()).run();
	}

	private void throughput(Collection<RunResult> results, int threads) {
		for (RunResult result : results) {
			Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
			this.lines
				.add(String.format(Locale.ROOT, "| %s | %s | %d | %.2f ± %.2f | %.2f |", name(result), size(result),
						threads, result.getPrimaryResult().getScore(), result.getPrimaryResult().getScoreError(),
						(allocated != null) ? allocated.getScore() : Double.NaN));
		}
	}

	private void latency(Collection<RunResult> results) {
		for (RunResult result : results) {
			this.lines.add(String.format(Locale.ROOT, "| %s | %s | %s | %s | %s |", name(result), size(result),
					nanos(result, 50), nanos(result, 99), nanos(result, 99.9)));
		}
	}

	private static String nanos(RunResult result, double percentile) {
		double micros = result.getPrimaryResult().getStatistics().getPercentile(percentile);
		return String.format(Locale.ROOT, "%.0f ns", micros * 1_000);
	}

	private static String name(RunResult result) {
		String name = result.getParams().getBenchmark();
		return name.substring(name.lastIndexOf('.') + 1);
	}

	private static String size(RunResult result) {
		return result.getParams().getParam("size");
	}

	private void calls(String what, LeaseTerms terms) {
		LettuceConnectionFactory factory = EscrowMintContender.connectionFactory(this.uri);
		RedisClient client = RedisClient.create(this.uri);
		try (RedisQuotaStore store = RedisQuotaStore.create(factory,
				new RedisStoreOptions(StoreOptions.DEFAULTS, "lease-calls"))) {
			store.connect();
			store.execute(TopUp.of("w", 1L << 50)).toCompletableFuture().join();
			StoreCreditLeases leases = new StoreCreditLeases(store, LeaseOptions.DEFAULTS.withTerms(terms),
					LeaseListener.NONE);
			leases.start();
			leases.consume("w", 1);
			long before = scripts(client);
			for (int i = 0; i < CONSUMES; i++) {
				if (!leases.consume("w", 1)) {
					throw new IllegalStateException("Refused");
				}
			}
			double calls = scripts(client) - before;
			leases.drain(Duration.ofSeconds(5));
			leases.stop();
			this.lines.add(String.format(Locale.ROOT, "| %s | %.3f |", what, calls * 1_000 / CONSUMES));
		}
		finally {
			client.shutdown(0, 1, TimeUnit.SECONDS);
			factory.destroy();
		}
	}

	private static long scripts(RedisClient client) {
		AtomicLong scripts = new AtomicLong();
		try (var connection = client.connect()) {
			connection.sync()
				.info("commandstats")
				.lines()
				.filter((line) -> line.startsWith("cmdstat_eval"))
				.forEach((line) -> scripts.addAndGet(
						Long.parseLong(line.substring(line.indexOf("calls=") + "calls=".length(), line.indexOf(',')))));
		}
		return scripts.get();
	}

}
