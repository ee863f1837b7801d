package io.escrowmint.benchmarks;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.escrowmint.model.Command;
import io.escrowmint.model.Commit;
import io.escrowmint.model.Consume;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.redis.RedisQuotaStore;
import io.escrowmint.store.redis.RedisStoreOptions;
import io.lettuce.core.RedisURI;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Our own store, each thread waiting for its own outcome.
 */
final class EscrowMintContender implements Contender {

	private static final long PLENTY = 1L << 50;

	private static final Duration TTL = Duration.ofSeconds(30);

	private final String name;

	private final LettuceConnectionFactory factory;

	private final RedisQuotaStore store;

	private final String[] wallets = Contender.names("wallet");

	private final Work work;

	private EscrowMintContender(String name, RedisURI uri, boolean events, Work work) {
		this(name + (events ? ", events on" : ""), uri, events ? "bench-events" : "bench", work);
		this.store.events().enable(events).toCompletableFuture().join();
	}

	private EscrowMintContender(String name, RedisURI uri, String prefix, Work work) {
		this.name = name;
		this.work = work;
		this.factory = connectionFactory(uri);
		this.store = RedisQuotaStore.create(this.factory, new RedisStoreOptions(StoreOptions.DEFAULTS, prefix));
		this.store.connect();
		for (String wallet : this.wallets) {
			if (!this.store.execute(TopUp.of(wallet, PLENTY).key("opening")).toCompletableFuture().join().applied()) {
				throw new IllegalStateException(wallet + " cannot be topped up");
			}
		}
	}

	static LettuceConnectionFactory connectionFactory(RedisURI uri) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(
				LettuceConnectionFactory.createRedisConfiguration(uri));
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	static Contender consume(RedisURI uri, boolean events) {
		return new EscrowMintContender("tryConsume", uri, events,
				(store, wallet) -> apply(store, Consume.of(wallet, 1)));
	}

	static Contender pair(RedisURI uri, boolean events) {
		return new EscrowMintContender("reserve+commit", uri, events, (store, wallet) -> {
			Reserve hold = Reserve.of(wallet, 2, TTL);
			apply(store, hold);
			apply(store, Commit.of(wallet, hold.id().value()).actual(1));
		});
	}

	/**
	 * The same on wallets of which each has open holds besides.
	 * @param open how many; 0 to 1,000
	 * @param named whether the caller chooses the id of each reservation
	 */
	static EscrowMintContender pairBeside(RedisURI uri, int open, boolean named) throws Exception {
		String name = (named ? "named" : "plain") + " beside " + open;
		EscrowMintContender contender = new EscrowMintContender(name, uri, "bench-" + open + named, (store, wallet) -> {
			Reserve hold = Reserve.of(wallet, 2, TTL);
			apply(store, named ? hold.id(hold.id().value()) : hold);
			apply(store, Commit.of(wallet, hold.id().value()).actual(1));
		});
		for (int hold = 0; hold < open; hold++) {
			apply(contender.store, Reserve.of(contender.wallets[0], 2, Duration.ofHours(5)));
		}
		return contender;
	}

	private static <R extends Outcome> void apply(RedisQuotaStore store, Command<R> command) throws Exception {
		CompletableFuture<R> outcome = store.execute(command).toCompletableFuture();
		if (!outcome.get().applied()) {
			throw new IllegalStateException("Refused: " + outcome.get());
		}
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public void call(int wallet) throws Exception {
		this.work.of(this.store, this.wallets[wallet]);
	}

	@Override
	public void close() {
		this.store.close();
		this.factory.destroy();
	}

	/**
	 * What is done once with a wallet.
	 */
	private interface Work {

		void of(RedisQuotaStore store, String wallet) throws Exception;

	}

}
