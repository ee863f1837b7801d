package io.escrowmint.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.model.TopUp;
import io.escrowmint.model.WalletEvent;
import io.escrowmint.store.EventLog;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.redis.RedisQuotaStore;
import io.escrowmint.store.redis.RedisStoreOptions;
import io.escrowmint.stream.StreamStatus.Phase;
import io.escrowmint.testing.EmbeddedRedis;
import io.escrowmint.testing.FlakyProxy;
import io.escrowmint.testing.ProxyChaos;
import io.escrowmint.testing.TestRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.escrowmint.stream.StreamRig.QUICK;
import static io.escrowmint.stream.StreamRig.await;
import static io.escrowmint.stream.StreamRig.numbers;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A network that loses replies, and a Redis that is restarted or away: the loop goes on,
 * and each message counts once.
 */
@Timeout(300)
class StreamOutageTests {

	@Test
	void lostRepliesOfCommitsCountEachMessageOnce() throws Exception {
		losesReplies(600, 21, Duration.ofMillis(60));
	}

	@Test
	@Tag("soak")
	void lostRepliesCountEachMessageOnceForAWhile() throws Exception {
		for (long seed = 0; seed < 20; seed++) {
			losesReplies(5_000, seed, Duration.ofMillis(40));
		}
	}

	private static void losesReplies(int messages, long seed, Duration interval) throws Exception {
		AtomicInteger restarts = new AtomicInteger();
		StreamListener listener = new StreamListener() {

			@Override
			public void restarted(String container, Throwable error) {
				restarts.incrementAndGet();
			}

		};
		try (StreamRig rig = StreamRig.shared(); FlakyProxy proxy = FlakyProxy.before(TestRedis.shared().uri())) {
			ProcessorDefinition tally = rig.tally();
			RedisStreams streams = rig.streams(proxy.connectionFactory());
			StreamContainer container = rig.start(streams.processor(tally, QUICK.withBatch(4), listener));
			try (ProxyChaos chaos = proxy.chaos(seed, interval)) {
				for (int number = 1; number <= messages; number += 20) {
					rig.add(number, number + 19);
					int done = number;
					await().until(() -> rig.published().size() >= done);
				}
			}
			await().until(() -> rig.published().size() >= messages);
			assertThat(rig.published()).isEqualTo(numbers(1, messages));
			assertThat(rig.state(tally)).isEqualTo(new Tally(messages, (long) messages * (messages + 1) / 2));
			assertThat(proxy.counts().lostReplies()).isPositive();
			assertThat(restarts).hasPositiveValue();
			await().until(() -> container.status().isHealthy());
		}
	}

	@Test
	void restartOfRedisIsSurvived() throws Exception {
		try (EmbeddedRedis redis = EmbeddedRedis.version7("appendonly yes", "appendfsync always").start();
				StreamRig rig = StreamRig.on(redis.connectionFactory(), redis.client())) {
			ProcessorDefinition tally = rig.tally();
			StreamContainer container = rig.start(tally, QUICK);
			for (int round = 0; round < 2; round++) {
				rig.add(round * 10 + 1, round * 10 + 5);
				redis.restart();
				rig.add(round * 10 + 6, round * 10 + 10);
			}
			await().untilAsserted(() -> assertThat(rig.published()).isEqualTo(numbers(1, 20)));
			assertThat(rig.state(tally)).isEqualTo(new Tally(20, 210));
			await().until(() -> container.status().phase() == Phase.RUNNING);
		}
	}

	@Test
	void readerOfEventsIsRegisteredAgainWithARedisThatLostItsData() throws Exception {
		try (EmbeddedRedis redis = EmbeddedRedis.version7().start();
				StreamRig rig = StreamRig.on(redis.connectionFactory(), redis.client());
				RedisQuotaStore store = RedisQuotaStore.create(redis.connectionFactory(),
						new RedisStoreOptions(StoreOptions.DEFAULTS.withPartitions(2), rig.prefix()))) {
			Queue<String> seen = new ConcurrentLinkedQueue<>();
			ProcessorDefinition watching = ProcessorDefinition.of("watching", "events", Void.class, WalletEvent.class,
					(state, event, tx) -> {
						seen.add(event.wallet());
						return null;
					});
			rig.start(rig.streams().processor(watching, store.events(), QUICK, StreamListener.NONE));
			awaitReader(store.events());
			// no call fails, and there was no event yet
			rig.redis().flushall();
			awaitReader(store.events());
			awaitEvent(store, "one", seen);
			rig.redis().flushall();
			awaitReader(store.events());
			awaitEvent(store, "two", seen);
			redis.restart();
			awaitReader(store.events());
			awaitEvent(store, "three", seen);
		}
	}

	private static void awaitReader(EventLog events) {
		await().ignoreExceptions()
			.until(() -> join(events.readers(0)).containsKey("processor:watching")
					&& join(events.readers(1)).containsKey("processor:watching"));
	}

	private static void awaitEvent(RedisQuotaStore store, String wallet, Queue<String> seen) {
		assertThat(join(store.execute(TopUp.of(wallet, 1))).applied()).isTrue();
		await().until(() -> seen.contains(wallet));
	}

	private static <T> T join(CompletionStage<T> stage) {
		return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
	}

	@Test
	void redisThatIsAwayAtTheStartIsWaitedFor() throws Exception {
		try (EmbeddedRedis redis = EmbeddedRedis.version62().start();
				StreamRig rig = StreamRig.on(redis.connectionFactory(), redis.client())) {
			redis.stop();
			StreamContainer container = rig.start(rig.tally(), QUICK);
			await().until(() -> container.status().error() != null);
			assertThat(container.status().isHealthy()).isFalse();
			redis.start();
			rig.add(1, 3);
			await().untilAsserted(() -> assertThat(rig.published()).isEqualTo(numbers(1, 3)));
		}
	}

	@Test
	void scriptsThatRedisForgetsAreSentAgain() throws Exception {
		try (EmbeddedRedis redis = EmbeddedRedis.version7().start();
				StreamRig rig = StreamRig.on(redis.connectionFactory(), redis.client())) {
			List<Throwable> errors = new ArrayList<>();
			rig.start(rig.streams().processor(rig.tally(), QUICK, new StreamListener() {

				@Override
				public void restarted(String container, Throwable error) {
					errors.add(error);
				}

			}));
			rig.add(1, 3);
			await().until(() -> rig.published().size() == 3);
			rig.redis().scriptFlush();
			rig.add(4, 6);
			await().untilAsserted(() -> assertThat(rig.published()).isEqualTo(numbers(1, 6)));
			assertThat(errors).isEmpty();
		}
	}

	@Test
	void fullRedisKeepsThePositionUntilThereIsRoom() throws Exception {
		try (EmbeddedRedis redis = EmbeddedRedis.version7().start();
				StreamRig rig = StreamRig.on(redis.connectionFactory(), redis.client())) {
			ProcessorDefinition tally = rig.tally();
			StreamContainer container = rig.start(tally, QUICK.withPoison(PoisonPolicy.DEAD_LETTER, 1));
			rig.add(1, 3);
			await().until(() -> rig.published().size() == 3);
			assertThat(container.stop(Duration.ofSeconds(5))).isTrue();
			rig.add(4, 6);
			rig.redis().configSet(Map.of("maxmemory", "1"));
			container.start();
			await().until(() -> container.status().phase() == Phase.RECOVERING);
			assertThat(rig.published()).isEqualTo(numbers(1, 3));
			rig.redis().configSet(Map.of("maxmemory", "0"));
			await().untilAsserted(() -> assertThat(rig.published()).isEqualTo(numbers(1, 6)));
			assertThat(rig.streams().deadLetters(tally).list(null, 1)).isEmpty();
		}
	}

}
