package io.escrowmint.benchmarks;

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
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Measures local decisions in one run: throughput and allocation with one thread and with
 * two, the tail of their latency, and how often Redis is called for a thousand of them.
 * All contenders take turns, round after round, each in a process of its own.
 */
public final class LeaseBenchmarks {

	private static final int CONSUMES = 5_000_000;

	private final List<String> lines = new ArrayList<>();

	private final RedisURI uri;

	private final int rounds;

	private LeaseBenchmarks(RedisURI uri, int rounds) {
		this.uri = uri;
		this.rounds = rounds;
	}

	/**
	 * Measures, prints and writes {@code leases.md}.
	 * @param arguments {@code --quick}, {@code --redis URL}
	 * @throws Exception if something fails
	 */
	public static void main(String[] arguments) throws Exception {
		Request request = Request.of(arguments);
		try (BenchmarkRedis redis = BenchmarkRedis.ofMachine(request.redis())) {
			LeaseBenchmarks benchmarks = new LeaseBenchmarks(redis.uri(), request.quick() ? 1 : 5);
			benchmarks.lines.add(redis.describe() + ", Java " + Runtime.version());
			benchmarks.measure();
			Report.write("leases.md", String.join("\n", benchmarks.lines) + "\n");
		}
		System.exit(0);
	}

	private void measure() throws RunnerException {
		LeaseFigures figures = new LeaseFigures();
		for (int round = 0; round < this.rounds; round++) {
			for (int threads = 1; threads <= 2; threads++) {
				figures.throughput(run(Mode.Throughput, threads), threads);
			}
			figures.latency(run(Mode.SampleTime, 1));
		}
		this.lines.addAll(figures.lines());
		this.lines.add("");
		this.lines.add("| leases | Redis calls per 1,000 consumes |");
		this.lines.add("|---|---|");
		calls("1,000 credits each", LeaseBenchmark.terms(1_000));
		calls("1,000 credits each, 2,000 unspent at most", LeaseTerms.DEFAULTS.withSize(1_000));
		calls("as shipped", LeaseTerms.DEFAULTS);
	}

	private Collection<RunResult> run(Mode mode, int threads) throws RunnerException {
		return new Runner(new OptionsBuilder().include(LeaseBenchmark.class.getSimpleName() + "\\.")
			.jvmArgsAppend("-D" + LeaseBenchmark.REDIS + "=" + this.uri.toURI())
			.mode(mode)
			.threads(threads)
			.forks(1)
			.warmupIterations(2)
			.warmupTime(TimeValue.seconds(1))
			.measurementIterations(3)
			.measurementTime(TimeValue.seconds(1))
			.addProfiler(GCProfiler.class)
			.build()).run();
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
