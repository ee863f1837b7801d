package io.escrowmint.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.escrowmint.model.AllocateLease;
import io.escrowmint.model.Command;
import io.escrowmint.model.Figures;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.model.Limits;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.ReleaseLease;
import io.escrowmint.model.RenewLease;
import io.escrowmint.model.ReportLease;
import io.escrowmint.model.TopUp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads on few wallets do everything at once, while leases are refilled, recalled
 * and expire and replies are lost: what callers were told they paid is what is spent.
 */
public abstract class LeaseConservationContract extends LeaseHouseContract {

	private static final int THREADS = 6;

	private static final int RUNS = Boolean.getBoolean("escrowmint.soak") ? 100 : 1;

	private static final int TURNS = 80;

	/** For the threads to do something in each turn. */
	private static final long PAUSE_NANOS = 2_000_000;

	private static final int WALLETS = 3;

	private static final long CREDITS = 40_000;

	private final AtomicLongArray told = new AtomicLongArray(WALLETS);

	private final Queue<Open> open = new ConcurrentLinkedQueue<>();

	private volatile boolean stopped;

	@ParameterizedTest
	@MethodSource("runs")
	void whatCallersWereToldIsWhatIsSpent(LeaseExpiry expiry, int run) {
		for (int wallet = 0; wallet < WALLETS; wallet++) {
			this.house.calls.apply(TopUp.of(name(wallet), CREDITS)).orElseThrow();
		}
		LeaseTerms terms = LeaseTerms.DEFAULTS.withSizes(50, 20, 200, 600).withExpiry(expiry);
		this.house.recallPatience = Duration.ofMillis(500);
		CreditLeases leases = this.house.open(LeaseHouse.OPTIONS.withTerms(terms));
		this.house.line.forgetful = LeaseConservationContract::isLostNowAndThen;
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		List<Future<?>> workers = new ArrayList<>();
		for (int thread = 0; thread < THREADS; thread++) {
			Random random = new Random(THREADS * run + thread);
			workers.add(threads.submit(() -> work(leases, random)));
		}
		passTime();
		assertThat(workers).allSatisfy((worker) -> assertThat(worker.get()).isNull());
		threads.shutdown();
		this.open.forEach((hold) -> hold.reservation.close());
		this.house.line.forgetful = (command) -> false;
		assertThat(leases.drain(Duration.ofSeconds(60))).as(() -> "drains: " + leases.exposure() + whatIsLeft())
			.isTrue();
		// No time passes: nothing is left to expire.
		assertThat(whatIsLeft()).isEmpty();
		for (int wallet = 0; wallet < WALLETS; wallet++) {
			assertExact(wallet, expiry);
		}
		assertThat(this.house.heard.lost).hasValue(0);
		assertThat(this.house.heard.released).as("released").hasPositiveValue();
		assertThat(this.house.heard.expired).as("expired").hasPositiveValue();
		assertThat(this.house.heard.refills).as("refills").hasPositiveValue();
	}

	static Stream<Arguments> runs() {
		return IntStream.range(0, RUNS)
			.boxed()
			.flatMap((run) -> Stream.of(LeaseExpiry.values()).map((expiry) -> Arguments.of(expiry, run)));
	}

	private List<Object> whatIsLeft() {
		List<Object> left = new ArrayList<>();
		for (int wallet = 0; wallet < WALLETS; wallet++) {
			this.house.calls.leases(name(wallet), 100)
				.stream()
				.filter((lease) -> lease.unspent() > 0)
				.forEach(left::add);
			left.addAll(this.house.calls.reservations(name(wallet), 100));
		}
		return left;
	}

	private void assertExact(int wallet, LeaseExpiry expiry) {
		Figures figures = this.house.calls.state(name(wallet)).figures();
		assertThat(figures.held() + figures.leased()).isZero();
		assertThat(this.told.get(wallet)).isPositive();
		assertThat(figures.available() + figures.spent()).isEqualTo(CREDITS + figures.debt());
		if (expiry == LeaseExpiry.RETURN) {
			assertThat(figures.spent()).isEqualTo(this.told.get(wallet));
		}
		else {
			assertThat(figures.spent()).isGreaterThanOrEqualTo(this.told.get(wallet));
		}
	}

	private static boolean isLostNowAndThen(Command<?> command) {
		boolean safe = command instanceof AllocateLease || command instanceof ReportLease
				|| command instanceof RenewLease || command instanceof ReleaseLease;
		return safe && System.nanoTime() % 20 == 0;
	}

	/** Mostly an interval, now and then more than the life of a lease. */
	private void passTime() {
		for (int turn = 1; turn <= TURNS; turn++) {
			boolean leap = turn % 10 == 0;
			this.house.advance(leap ? Duration.ofSeconds(11) : Duration.ofMillis(100));
			this.house.tick();
			LockSupport.parkNanos(PAUSE_NANOS);
		}
		this.stopped = true;
	}

	private void work(CreditLeases leases, Random random) {
		while (!this.stopped) {
			try {
				step(leases, random, random.nextInt(WALLETS));
			}
			catch (OutcomeUnknownException ex) {
				// The reply to an allocation was lost: nothing was decided.
			}
		}
	}

	private void step(CreditLeases leases, Random random, int wallet) {
		long amount = 1 + random.nextInt(12);
		switch (random.nextInt(10)) {
			case 0, 1, 2 -> {
				if (leases.consume(name(wallet), amount)) {
					this.told.addAndGet(wallet, amount);
				}
			}
			case 3, 4, 5 -> {
				if (leases.check(name(wallet), amount) instanceof LeaseCheck.Held held) {
					this.open.add(new Open(wallet, held.reservation()));
				}
			}
			case 6, 7, 8 -> end(random);
			default -> recall(leases, random, wallet);
		}
	}

	private static void recall(CreditLeases leases, Random random, int wallet) {
		CompletableFuture<Boolean> back = leases.recall(name(wallet), 1).toCompletableFuture();
		if (random.nextBoolean()) {
			back.join();
		}
	}

	/** Ends a hold, which another thread may be ending too. */
	private void end(Random random) {
		Open hold = (random.nextInt(4) == 0) ? this.open.peek() : this.open.poll();
		if (hold == null) {
			return;
		}
		if (random.nextInt(4) == 0) {
			hold.reservation.cancel();
			return;
		}
		long actual = random.nextInt(2 * (int) hold.reservation.amount());
		Overrun overrun = Overrun.values()[random.nextInt(Overrun.values().length)];
		try {
			LeaseSettlement settlement = hold.reservation.settle(actual, overrun, Limits.MAX_CREDITS);
			if (settlement instanceof LeaseSettlement.Charged charged) {
				this.told.addAndGet(hold.wallet, charged.charged());
			}
			else {
				this.open.add(hold);
			}
		}
		catch (IllegalStateException ex) {
			// Another thread came first.
		}
	}

	private static String name(int wallet) {
		return "conserved-" + wallet;
	}

	/** A hold that is open, unless a thread is ending it. */
	private record Open(int wallet, LeaseReservation reservation) {

	}

}
