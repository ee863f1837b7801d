package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Command;
import io.escrowmint.model.Consume;
import io.escrowmint.model.OperationId;
import io.escrowmint.model.Query;
import io.escrowmint.model.Reserve;
import io.escrowmint.model.TopUp;
import io.escrowmint.store.QuotaStore;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.testing.FlakyProxy;
import io.escrowmint.testing.TestRedis;
import io.lettuce.core.RedisURI;

/**
 * A store whose calls travel in one batch for certain: replies are held back while a
 * calls on another wallet occupy each lane, and those that matter queue up behind.
 */
final class Together implements AutoCloseable {

	static final String PLUG = "plug";

	private final FlakyProxy proxy;

	private final OpenStore store;

	private Together(RedisURI server, UnaryOperator<StoreOptions> change) {
		this.proxy = FlakyProxy.before(server);
		this.store = OpenStore.on(this.proxy.connectionFactory(), change).connected();
		this.store.topUp(PLUG, 1_000_000);
	}

	/**
	 * A store in which all wallets share one partition.
	 */
	static Together inOnePartition() {
		return new Together(TestRedis.shared().uri(), (options) -> options.withPartitions(1));
	}

	static Together on(RedisURI server, UnaryOperator<StoreOptions> change) {
		return new Together(server, change);
	}

	OpenStore store() {
		return this.store;
	}

	RawRedis raw() {
		return new RawRedis(TestRedis.shared().client(), this.store);
	}

	/**
	 * Sends commands and queries in one batch for each lane.
	 * @return an outcome, an answer or an exception for each
	 */
	List<Object> answers(Object... requests) {
		this.proxy.stallReplies();
		List<CompletableFuture<?>> sent = new ArrayList<>();
		try {
			boolean plain = Stream.of(requests).anyMatch(Together::isPlain);
			plug(this.store.store(), plain, true);
			for (Object request : requests) {
				sent.add(send(request));
			}
		}
		finally {
			this.proxy.resumeReplies();
		}
		return sent.stream().map(Together::answer).toList();
	}

	/**
	 * Takes both places of each lane, with a first call and with as many as are worth a
	 * second batch.
	 */
	static void plug(QuotaStore store, boolean plain, boolean full) {
		for (int index = 0; index <= CallLane.LEAST; index++) {
			if (plain) {
				store.execute(Consume.of(PLUG, 1));
				store.execute(Reserve.of(PLUG, 1, Duration.ofMillis(1)));
				store.execute(Cancel.of(PLUG, OperationId.generate().value()));
			}
			if (full) {
				store.execute(TopUp.of(PLUG, 1));
				store.query(new Query.OfWallet(PLUG));
			}
		}
	}

	/**
	 * Sends each by itself.
	 */
	List<Object> oneByOne(Object... requests) {
		return Stream.of(requests).map(this::send).map(Together::answer).toList();
	}

	/**
	 * Plain calls travel in lanes of their own.
	 */
	private static boolean isPlain(Object request) {
		return request instanceof Command<?> command && Exchanges.of(command).plain() != null;
	}

	private CompletableFuture<?> send(Object request) {
		return (request instanceof Command<?> command) ? this.store.send(command)
				: this.store.store().query((Query<?>) request).toCompletableFuture();
	}

	private static Object answer(CompletableFuture<?> future) {
		try {
			return OpenStore.join(future);
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	@Override
	public void close() {
		this.store.close();
		this.proxy.close();
	}

}
