package io.escrowmint.store.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.escrowmint.lease.CreditLeases;
import io.escrowmint.lease.LeaseCheck;
import io.escrowmint.lease.LeaseConsumption;
import io.escrowmint.lease.LeaseListener;
import io.escrowmint.lease.LeaseOptions;
import io.escrowmint.lease.LeaseReservation;
import io.escrowmint.lease.LeaseSettlement;
import io.escrowmint.lease.LeaseTerms;
import io.escrowmint.lease.StoreCreditLeases;
import io.escrowmint.model.EscrowMintException;
import io.escrowmint.model.LeaseExpiry;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.RedisClients;
import io.lettuce.core.RedisURI;

/**
 * Spends from two wallets through leases, one that returns and one that burns, until it
 * is told to stop or is killed. What it was granted it writes down at once.
 */
final class LeaseSpenderMain {

	static final StoreOptions STORE = StoreOptions.DEFAULTS.withTimeout(Duration.ofSeconds(1)).withPartitions(1);

	static final LeaseTerms TERMS = LeaseTerms.DEFAULTS.withSizes(200, 100, 500, 1_000)
		.withDuration(Duration.ofSeconds(1));

	static final LeaseOptions OPTIONS = LeaseOptions.DEFAULTS.withTerms(TERMS)
		.withTimes(Duration.ofMillis(50), Duration.ofMillis(200));

	private static volatile boolean stopped;

	private LeaseSpenderMain() {
	}

	public static void main(String[] arguments) throws Exception {
		try (RedisClients redis = new RedisClients(RedisURI.create(arguments[0]));
				RedisQuotaStore store = RedisQuotaStore.create(redis.connectionFactory(),
						new RedisStoreOptions(STORE, arguments[1]), TestScripts::withTestClock, List::of)) {
			store.connect();
			List<Thread> threads = List.of(spender(store, LeaseExpiry.BURN, arguments[2]),
					spender(store, LeaseExpiry.RETURN, arguments[2]));
			threads.forEach(Thread::start);
			System.out.println("ready");
			System.in.read();
			stopped = true;
			for (Thread thread : threads) {
				thread.join();
			}
		}
		System.out.println("stopped");
		System.exit(0);
	}

	private static Thread spender(RedisQuotaStore store, LeaseExpiry expiry, String file) {
		return new Thread(() -> {
			SpendingTally tally = SpendingTally.at(Path.of(file), expiry.name());
			CreditLeases leases = new StoreCreditLeases(store, OPTIONS.withTerms(TERMS.withExpiry(expiry)),
					writingTo(tally));
			leases.start();
			Random random = new Random();
			while (!stopped) {
				try {
					spend(leases, expiry.name(), tally, random);
				}
				catch (EscrowMintException | CompletionException ex) {
					// an outage, and the next call is another chance
					LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
				}
				LockSupport.parkNanos(100_000);
			}
			System.out.println(expiry + " drained: " + leases.drain(Duration.ofSeconds(45)));
			leases.stop();
		});
	}

	private static void spend(CreditLeases leases, String wallet, SpendingTally tally, Random random) {
		long amount = 1 + random.nextInt(5);
		if (random.nextInt(10) > 0) {
			LeaseConsumption outcome = leases.consumeAsync(wallet, amount).toCompletableFuture().join();
			if (outcome instanceof LeaseConsumption.Consumed consumed) {
				used(tally, consumed.local(), amount);
			}
		}
		else if (leases.check(wallet, 4 * amount) instanceof LeaseCheck.Held held) {
			try (LeaseReservation hold = held.reservation()) {
				if (hold.settle(amount) instanceof LeaseSettlement.Charged charged) {
					used(tally, hold.isLocal(), charged.charged());
				}
			}
		}
	}

	private static void used(SpendingTally tally, boolean local, long amount) {
		if (local) {
			tally.usedLocally(amount);
		}
		else {
			tally.usedInTheStore(amount);
		}
	}

	private static LeaseListener writingTo(SpendingTally tally) {
		return new LeaseListener() {

			@Override
			public void reported(long booked, boolean late) {
				tally.booked(booked);
			}

			@Override
			public void lost(long credits) {
				tally.lost(credits);
			}

		};
	}

}
