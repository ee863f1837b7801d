package io.escrowmint.benchmarks;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.escrowmint.lease.CreditLeases;
import io.escrowmint.lease.LeaseListener;
import io.escrowmint.lease.LeaseOptions;
import io.escrowmint.lease.LeaseReservation;
import io.escrowmint.lease.LeaseSettlement;
import io.escrowmint.lease.LeaseTerms;
import io.escrowmint.lease.StoreCreditLeases;
import io.escrowmint.model.TopUp;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.redis.RedisQuotaStore;
import io.escrowmint.store.redis.RedisStoreOptions;
import io.github.bucket4j.Bucket;
import io.lettuce.core.RedisURI;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Local decisions on one wallet, beside a local bucket of Bucket4j and beside the least
 * that any of them can do. The leases are real ones, on a Redis whose address comes as a
 * system property.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // the fields are set by open()
public class LeaseBenchmark {

	static final String REDIS = "escrowmint.benchmark.redis";

	private static final String WALLET = "wallet:123";

	private static final long PLENTY = 1L << 50;

	private static final long ROOM = 20_000;

	/** Credits of a lease; the larger ones are the largest and as many as shipped. */
	@Param({ "1000", "100000" })
	public long size;

	private LettuceConnectionFactory factory;

	private RedisQuotaStore store;

	private CreditLeases leases;

	private final Bucket bucket = Bucket.builder()
		.addLimit((limit) -> limit.capacity(1L << 40).refillIntervally(1, Duration.ofDays(1)))
		.build();

	private final AtomicLong credits = new AtomicLong(Long.MAX_VALUE);

	/**
	 * Opens leases on a wallet with plenty of credits.
	 */
	@Setup
	public void open() {
		this.factory = EscrowMintContender.connectionFactory(RedisURI.create(System.getProperty(REDIS)));
		this.store = RedisQuotaStore.create(this.factory, new RedisStoreOptions(StoreOptions.DEFAULTS, "leases"));
		this.store.connect();
		this.store.execute(TopUp.of(WALLET, PLENTY).key("opening")).toCompletableFuture().join().orElseThrow();
		this.leases = new StoreCreditLeases(this.store, LeaseOptions.DEFAULTS.withTerms(terms(this.size)),
				LeaseListener.NONE);
		this.leases.start();
		this.leases.consume(WALLET, 1);
	}

	/**
	 * Leases of one size, of which 20,000 credits may lie unspent, two leases at least.
	 */
	static LeaseTerms terms(long size) {
		return LeaseTerms.DEFAULTS.withSizes(size, size, size, Math.max(ROOM, 2 * size));
	}

	/**
	 * Gives everything back.
	 */
	@TearDown
	public void close() {
		this.leases.drain(Duration.ofSeconds(5));
		this.leases.stop();
		this.store.close();
		this.factory.destroy();
	}

	/**
	 * Charges a credit.
	 * @return whether it was charged
	 */
	@Benchmark
	public boolean consume() {
		return this.leases.consume(WALLET, 1);
	}

	/**
	 * Holds two credits and charges one of them.
	 * @return what was charged
	 */
	@Benchmark
	public LeaseSettlement checkAndSettle() {
		try (LeaseReservation hold = this.leases.check(WALLET, 2).orElseThrow()) {
			return hold.settle(1);
		}
	}

	/**
	 * Takes a token from a bucket that is exact in this process only.
	 * @return whether it was taken
	 */
	@Benchmark
	public boolean bucket4j() {
		return this.bucket.tryConsume(1);
	}

	/**
	 * Counts down by a compare-and-set.
	 * @return what is left
	 */
	@Benchmark
	public long atomicLong() {
		long before;
		do {
			before = this.credits.get();
		}
		while (!this.credits.compareAndSet(before, before - 1));
		return before;
	}

}
