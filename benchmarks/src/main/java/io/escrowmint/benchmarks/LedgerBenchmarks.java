package io.escrowmint.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import io.escrowmint.ledger.LedgerFinding;
import io.escrowmint.ledger.LedgerListener;
import io.escrowmint.ledger.LedgerPump;
import io.escrowmint.ledger.PumpOptions;
import io.escrowmint.ledger.jdbc.JdbcLedgerStore;
import io.escrowmint.ledger.jdbc.LedgerSchema;
import io.escrowmint.model.Command;
import io.escrowmint.model.Consume;
import io.escrowmint.model.TopUp;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.redis.RedisQuotaStore;
import io.escrowmint.store.redis.RedisStoreOptions;
import io.escrowmint.testing.TestDatabase;
import io.lettuce.core.RedisURI;
import org.HdrHistogram.Histogram;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Measures how many events per second the pump lands in PostgreSQL out of a backlog, and
 * how long events wait while calls go on at half that rate, and at half the goal. Redis,
 * PostgreSQL, the calls and the pump share this machine.
 */
public final class LedgerBenchmarks {

	private static final int WALLETS = 10_000;

	private static final int IN_FLIGHT = 256;

	private static final double GOAL = 10_000;

	private final List<String> lines = new ArrayList<>();

	private final RedisURI redis;

	private final DataSource database;

	private final int backlog;

	private final Duration length;

	private LedgerBenchmarks(RedisURI redis, DataSource database, boolean quick) {
		this.redis = redis;
		this.database = database;
		this.backlog = quick ? 40_000 : 200_000;
		this.length = Duration.ofSeconds(quick ? 5 : 20);
	}

	/**
	 * Measures, prints and writes {@code ledger.md}.
	 * @param arguments {@code --quick}, {@code --redis URL}; PostgreSQL as the tests find
	 * it
	 * @throws Exception if something fails
	 */
	public static void main(String[] arguments) throws Exception {
		Request request = Request.of(arguments);
		try (BenchmarkRedis redis = BenchmarkRedis.ofMachine(request.redis());
				TestDatabase database = TestDatabase.postgres()) {
			LedgerBenchmarks benchmarks = new LedgerBenchmarks(redis.uri(), database.pool(4), request.quick());
			benchmarks.lines.add(redis.describe() + ", Java " + Runtime.version());
			benchmarks.lines.add("Load average before: " + LoadAverage.now());
			benchmarks.measure(request.quick() ? 1 : 3);
			benchmarks.lines.add("Load average after: " + LoadAverage.now());
			Report.write("ledger.md", String.join("\n", benchmarks.lines) + "\n");
		}
		System.exit(0);
	}

	private void measure(int rounds) {
		this.lines.add("");
		this.lines.add("| round | what | events per second | lag p50 | lag p99 | lag max |");
		this.lines.add("|---|---|---|---|---|---|");
		land(0, this.backlog / 2);
		List<Double> rates = new ArrayList<>();
		for (int round = 1; round <= rounds; round++) {
			double rate = land(round, this.backlog);
			rates.add(rate);
			lag(round, rate / 2);
			lag(round, GOAL / 2);
		}
		Series.Spread spread = Series.Spread.of(rates);
		this.lines.add("");
		this.lines.add(String.format(Locale.ROOT, "Landed per second: %.0f (%.0f to %.0f), goal >= %.0f",
				spread.median(), spread.least(), spread.most(), GOAL));
	}

	/** Lands what has gathered while no pump ran. */
	private double land(int round, int events) {
		try (Run run = new Run()) {
			run.call(events, Double.MAX_VALUE);
			long start = System.nanoTime();
			run.pump.start();
			run.awaitLanded();
			double rate = run.landed.get() * 1e9 / (System.nanoTime() - start);
			if (round > 0) {
				this.lines.add(String.format(Locale.ROOT, "| %d | a backlog of %d | %.0f | | | |", round,
						run.landed.get(), rate));
			}
			return rate;
		}
	}

	/** Lands while calls go on. */
	private void lag(int round, double rate) {
		try (Run run = new Run()) {
			run.pump.start();
			run.call((int) rate, rate);
			run.awaitLanded();
			run.lags.reset();
			long before = run.landed.get();
			long start = System.nanoTime();
			run.call((int) (rate * this.length.toSeconds()), rate);
			run.awaitLanded();
			double landed = (run.landed.get() - before) * 1e9 / (System.nanoTime() - start);
			this.lines.add(String.format(Locale.ROOT,
					"| %d | calls at %.0f per second | %.0f | %d ms | %d ms | %d ms |", round, rate, landed,
					run.lags.getValueAtPercentile(50), run.lags.getValueAtPercentile(99), run.lags.getMaxValue()));
		}
	}

	/**
	 * A store and a ledger of their own.
	 */
	private final class Run implements AutoCloseable, LedgerListener {

		private final LettuceConnectionFactory factory = EscrowMintContender
			.connectionFactory(LedgerBenchmarks.this.redis);

		private final RedisQuotaStore store;

		private final LedgerPump pump;

		private final AtomicLong landed = new AtomicLong();

		/** Every event counts with the age of the oldest that landed with it. */
		private final Histogram lags = new Histogram(3);

		private final Semaphore inFlight = new Semaphore(IN_FLIGHT);

		private long expected;

		Run() {
			String name = "b" + UUID.randomUUID().toString().replace("-", "").substring(0, 12) + "_";
			LedgerSchema.create(LedgerBenchmarks.this.database, name);
			this.store = RedisQuotaStore.create(this.factory, new RedisStoreOptions(StoreOptions.DEFAULTS, name));
			this.store.connect();
			this.pump = new LedgerPump(this.store.events(), new JdbcLedgerStore(LedgerBenchmarks.this.database, name),
					PumpOptions.DEFAULTS, this, Thread::new);
			this.store.events().register(PumpOptions.DEFAULTS.reader()).toCompletableFuture().join();
			for (int wallet = 0; wallet < WALLETS; wallet++) {
				send(TopUp.of("wallet:" + wallet, 1_000_000), 2);
			}
			settle();
		}

		void call(int events, double rate) {
			long start = System.nanoTime();
			for (int call = 0; call < events; call++) {
				long due = start + (long) (call * 1e9 / rate);
				while (due - System.nanoTime() > 0) {
					LockSupport.parkNanos(Math.min(500_000, due - System.nanoTime()));
				}
				send(Consume.of("wallet:" + (call * 7919L % WALLETS), 1), 1);
			}
			settle();
		}

		private void send(Command<?> command, int events) {
			this.inFlight.acquireUninterruptibly();
			this.expected += events;
			this.store.execute(command).whenComplete((outcome, failure) -> this.inFlight.release());
		}

		private void settle() {
			this.inFlight.acquireUninterruptibly(IN_FLIGHT);
			this.inFlight.release(IN_FLIGHT);
		}

		void awaitLanded() {
			long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
			while (this.landed.get() < this.expected) {
				if (System.nanoTime() - deadline > 0) {
					throw new IllegalStateException(this.landed + " of " + this.expected + " events have landed");
				}
				LockSupport.parkNanos(1_000_000);
			}
		}

		@Override
		public void landed(int events, int repeats, Duration lag) {
			this.lags.recordValueWithCount(lag.toMillis(), events);
			this.landed.addAndGet(events);
		}

		@Override
		public void found(LedgerFinding finding) {
			throw new IllegalStateException("Not in the ledger as it should be: " + finding);
		}

		@Override
		public void close() {
			this.pump.stop();
			this.store.close();
			this.factory.destroy();
		}

	}

}
