package io.escrowmint.store.redis;

import java.util.List;
import java.util.stream.IntStream;

import io.escrowmint.model.Consume;
import io.escrowmint.testing.EmbeddedRedis;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that forgets its scripts is told them again, and no caller notices.
 */
@Timeout(120)
class ScriptFlushTests {

	@Test
	void flushDuringLoadIsSeenByNobody() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7().start();
				OpenStore store = OpenStore.on(redis.connectionFactory()).connected();
				StatefulRedisConnection<String, String> administrator = redis.client().connect()) {
			List<String> wallets = IntStream.range(0, 5).mapToObj((index) -> "w" + index).toList();
			wallets.forEach((wallet) -> store.topUp(wallet, 1_000));
			MixedLoad load = new MixedLoad(store, wallets);
			Thread flusher = new Thread(() -> {
				while (!Thread.currentThread().isInterrupted()) {
					administrator.async().scriptFlush().toCompletableFuture().join();
				}
			});
			flusher.start();
			try {
				load.run(6, 120, 3);
			}
			finally {
				flusher.interrupt();
			}
			assertThat(wallets.stream().mapToLong((wallet) -> store.figures(wallet).spent()).sum())
				.isEqualTo(load.spent());
		}
	}

	@Test
	void flushBeforeEveryBatchIsSeenByNobody() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7().start();
				Together together = Together.on(redis.uri(), (options) -> options);
				StatefulRedisConnection<String, String> administrator = redis.client().connect()) {
			together.store().topUp("w", 100);
			for (int round = 0; round < 5; round++) {
				administrator.sync().scriptFlush();
				CorruptStateTests
					.assertApplied(together.answers(Consume.of("w", 1), Consume.of("w", 1).key("k" + round)).toArray());
			}
			assertThat(together.store().figures("w").spent()).isEqualTo(10);
		}
	}

}
