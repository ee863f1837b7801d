package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.List;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.Reserve;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.RedisClients;
import io.lettuce.core.RedisURI;

/**
 * One of two JVMs that buy from the same wallet until it is empty. Says how many credits
 * it got. Buys in turn by a consume, by a commit, and not at all by a cancel.
 */
final class CompetitorMain {

	private static final int THREADS = 4;

	private CompetitorMain() {
	}

	public static void main(String[] arguments) throws Exception {
		try (RedisClients redis = new RedisClients(RedisURI.create(arguments[0]));
				OpenStore store = OpenStore.on(redis.connectionFactory(), arguments[1], CompetitorMain::patient)
					.connected()) {
			System.out.println("ready");
			System.in.read();
			List<Long> bought = MixedLoad.inParallel(THREADS, (thread) -> () -> buy(store));
			System.out.println("bought " + bought.stream().mapToLong(Long::longValue).sum() + " credits");
		}
		System.exit(0);
	}

	/** Three JVMs that start at once may hold up one another for seconds. */
	static StoreOptions patient(StoreOptions options) {
		return options.withTimeout(OpenStore.PATIENCE);
	}

	private static long buy(OpenStore store) {
		long bought = 0;
		for (int step = 0; store.figures("w").available() + store.figures("w").held() > 0; step++) {
			bought += (step % 2 == 0) ? consume(store) : hold(store, step);
		}
		return bought;
	}

	private static long consume(OpenStore store) {
		return store.apply(Consume.of("w", 1)).applied() ? 1 : 0;
	}

	private static long hold(OpenStore store, int step) {
		Reserve reserve = Reserve.of("w", 2, Duration.ofSeconds(30));
		if (!store.apply(reserve).applied()) {
			return 0;
		}
		if (step % 4 == 1) {
			return store.apply(Commit.of("w", reserve.id().value())).applied() ? 2 : 0;
		}
		if (!store.apply(Cancel.of("w", reserve.id().value())).applied()) {
			throw new IllegalStateException("A hold was lost");
		}
		return 0;
	}

}
