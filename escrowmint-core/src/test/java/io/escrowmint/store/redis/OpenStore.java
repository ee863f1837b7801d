package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.escrowmint.model.Command;
import io.escrowmint.model.Figures;
import io.escrowmint.model.Outcome;
import io.escrowmint.model.Query;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletState;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.TestRedis;
import org.awaitility.Awaitility;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A store under a prefix of its own, and short words for what tests do with it. Its calls
 * have 20 seconds unless a test says otherwise, so that none depends on the speed of the
 * machine. A call that never ends fails after a minute.
 */
final class OpenStore implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final StoreOptions DEFAULTS = StoreOptions.DEFAULTS.withTimeout(Duration.ofSeconds(20));

	private final RedisQuotaStore store;

	private final RedisStoreOptions options;

	private final KeySpace keys;

	private OpenStore(LettuceConnectionFactory factory, RedisStoreOptions options) {
		this.options = options;
		this.store = RedisQuotaStore.create(factory, options);
		this.keys = new KeySpace(options.prefix(), options.store().partitions());
	}

	/**
	 * A store on the Redis that all tests share, whose calls may be as slow as the
	 * machine is.
	 */
	static OpenStore patient() {
		return on(TestRedis.shared().connectionFactory(), (options) -> options.withTimeout(PATIENCE)).connected();
	}

	static OpenStore on(LettuceConnectionFactory factory) {
		return on(factory, UnaryOperator.identity());
	}

	static OpenStore on(LettuceConnectionFactory factory, UnaryOperator<StoreOptions> change) {
		return on(factory, "test-" + UUID.randomUUID(), change);
	}

	static OpenStore on(LettuceConnectionFactory factory, String prefix, UnaryOperator<StoreOptions> change) {
		return new OpenStore(factory, new RedisStoreOptions(change.apply(DEFAULTS), prefix));
	}

	/**
	 * Another store on the same data, as a second process would open it.
	 */
	OpenStore beside(LettuceConnectionFactory factory) {
		return new OpenStore(factory, this.options);
	}

	/**
	 * Another store on the same data, whose calls have so much time and no more.
	 */
	OpenStore beside(LettuceConnectionFactory factory, Duration timeout) {
		return new OpenStore(factory, new RedisStoreOptions(options().withTimeout(timeout), prefix()));
	}

	/**
	 * Connects, however often one that is short of time must try.
	 */
	OpenStore connected() {
		Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).until(this.store::connect);
		return this;
	}

	RedisQuotaStore store() {
		return this.store;
	}

	KeySpace keys() {
		return this.keys;
	}

	StoreOptions options() {
		return this.options.store();
	}

	String prefix() {
		return this.options.prefix();
	}

	<R extends Outcome> CompletableFuture<R> send(Command<R> command) {
		return this.store.execute(command).toCompletableFuture();
	}

	<R extends Outcome> R apply(Command<R> command) {
		return join(send(command));
	}

	<R> R ask(Query<R> query) {
		return join(this.store.query(query).toCompletableFuture());
	}

	WalletState state(String wallet) {
		return ask(new Query.OfWallet(wallet));
	}

	Figures figures(String wallet) {
		return state(wallet).figures();
	}

	void topUp(String wallet, long amount) {
		assertThat(apply(TopUp.of(wallet, amount)).applied()).isTrue();
	}

	/**
	 * Opens that many reservations of one credit for an hour, named "hold-0" and so on.
	 */
	void hold(String wallet, int count) {
		for (int index = 0; index < count; index++) {
			Reserve reserve = Reserve.of(wallet, 1, Duration.ofHours(1)).id("hold-" + index);
			assertThat(apply(reserve).applied()).isTrue();
		}
	}

	/**
	 * Waits for an answer and throws the store's own exception.
	 */
	static <T> T join(CompletableFuture<T> future) {
		try {
			return future.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw ex;
		}
	}

	@Override
	public void close() {
		this.store.close();
	}

}
