package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Commit;
import io.escrowmint.model.CommitResult;
import io.escrowmint.model.Consume;
import io.escrowmint.model.Overrun;
import io.escrowmint.model.Refund;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.ReserveResult;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.Withdraw;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads that do everything at once to a few wallets, and keep the books of what
 * they were told.
 */
final class MixedLoad {

	private static final Duration HOUR = Duration.ofHours(1);

	private final OpenStore store;

	private final List<String> wallets;

	private final AtomicLong granted = new AtomicLong();

	private final AtomicLong spent = new AtomicLong();

	private final AtomicLong open = new AtomicLong();

	MixedLoad(OpenStore store, List<String> wallets) {
		this.store = store;
		this.wallets = wallets;
	}

	/** What was topped up, less what was withdrawn. */
	long granted() {
		return this.granted.get();
	}

	/** What was charged, less what was refunded. */
	long spent() {
		return this.spent.get();
	}

	/** What is held by reservations that were left open for an hour. */
	long open() {
		return this.open.get();
	}

	void run(int threads, int steps, long seed) {
		inParallel(threads, (thread) -> () -> {
			Random random = new Random(seed + thread);
			for (int step = 0; step < steps; step++) {
				step(this.wallets.get(random.nextInt(this.wallets.size())), random);
			}
			return null;
		});
	}

	private void step(String wallet, Random random) {
		long amount = 1 + random.nextInt(20);
		switch (random.nextInt(10)) {
			case 0 -> book(this.granted, this.store.apply(TopUp.of(wallet, amount)).applied(), amount);
			case 1 -> book(this.granted, this.store.apply(Withdraw.of(wallet, 1)).applied(), -1);
			case 2, 3 -> book(this.spent, this.store.apply(Consume.of(wallet, amount)).applied(), amount);
			case 4 -> book(this.spent, this.store.apply(Refund.of(wallet, 1)).applied(), -1);
			case 5 -> assertThat(this.store.figures(wallet).isLawful()).isTrue();
			case 6 -> this.store.apply(Reserve.of(wallet, amount, Duration.ofMillis(1 + random.nextInt(5))));
			default -> hold(wallet, amount, random);
		}
	}

	private void hold(String wallet, long amount, Random random) {
		ReserveResult reserved = this.store.apply(Reserve.of(wallet, amount, HOUR));
		if (!(reserved instanceof ReserveResult.Reserved hold)) {
			return;
		}
		String id = hold.id().value();
		switch (random.nextInt(4)) {
			case 0 -> this.open.addAndGet(amount);
			case 1 -> assertThat(this.store.apply(Cancel.of(wallet, id)).applied()).isTrue();
			default -> {
				Commit commit = Commit.of(wallet, id).actual(random.nextInt(25)).overrun(Overrun.CLAMP);
				CommitResult.Committed committed = (CommitResult.Committed) this.store.apply(commit);
				this.spent.addAndGet(committed.charged());
			}
		}
	}

	private static void book(AtomicLong account, boolean applied, long amount) {
		if (applied) {
			account.addAndGet(amount);
		}
	}

	/**
	 * Runs a task in each of that many threads and returns what they return.
	 */
	static <T> List<T> inParallel(int threads, IntFunction<Callable<T>> task) {
		ExecutorService pool = Executors.newFixedThreadPool(threads);
		try {
			List<Future<T>> started = new ArrayList<>();
			for (int thread = 0; thread < threads; thread++) {
				started.add(pool.submit(task.apply(thread)));
			}
			List<T> results = new ArrayList<>();
			for (Future<T> future : started) {
				results.add(future.get());
			}
			return results;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			pool.shutdownNow();
		}
	}

}
