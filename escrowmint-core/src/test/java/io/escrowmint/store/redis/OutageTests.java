package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.escrowmint.model.Cancel;
import io.escrowmint.model.Consume;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.testing.EmbeddedRedis;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Redis that freezes or restarts: calls end in time with the truth, and all is well
 * again afterwards.
 */
@Timeout(180)
class OutageTests {

	private static final Duration TIMEOUT = Duration.ofMillis(800);

	private static final Duration SLACK = Duration.ofSeconds(15);

	@Test
	void callsToAFrozenRedisEndInTimeAndTellTheTruth() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7().start();
				OpenStore direct = OpenStore.on(redis.connectionFactory()).connected();
				OpenStore store = direct.beside(redis.connectionFactory(), TIMEOUT).connected()) {
			direct.topUp("w", 1_000);
			redis.pause();
			List<CompletableFuture<?>> calls = new ArrayList<>();
			AtomicLong latest = new AtomicLong();
			long start = System.nanoTime();
			for (int call = 0; call < 300; call++) {
				calls.add((call % 3 == 0) ? store.send(Cancel.of("w", "id" + call)) : store.send(Consume.of("w", 1)));
				calls.get(call).whenComplete((outcome, error) -> latest.accumulateAndGet(System.nanoTime(), Math::max));
			}
			List<Throwable> errors = calls.stream().map(OutageTests::errorOf).toList();
			assertThat(Duration.ofNanos(latest.get() - start)).isBetween(TIMEOUT.multipliedBy(9).dividedBy(10),
					TIMEOUT.plus(SLACK));
			assertThat(errors).hasAtLeastOneElementOfType(OutcomeUnknownException.class)
				.hasAtLeastOneElementOfType(StoreUnavailableException.class);
			redis.resume();
			ConditionFactory soon = Awaitility.await().atMost(OpenStore.PATIENCE).ignoreExceptions();
			soon.until(() -> store.figures("w").spent() > 0);
			long unknown = errors.stream().filter((error) -> error instanceof OutcomeUnknownException).count();
			assertThat(direct.figures("w").spent()).isLessThanOrEqualTo(unknown);
			soon.until(() -> store.apply(Consume.of("w", 1)).applied());
		}
	}

	@Test
	void restartUnderLoadIsSurvived() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7("appendonly yes", "appendfsync always").start();
				OpenStore store = OpenStore.on(redis.connectionFactory()).connected()) {
			store.topUp("w", 1_000_000);
			AtomicBoolean over = new AtomicBoolean();
			AtomicLong acknowledged = new AtomicLong();
			AtomicLong unknown = new AtomicLong();
			Thread load = new Thread(() -> consumeUntil(over, store, acknowledged, unknown));
			load.start();
			for (int round = 0; round < 2; round++) {
				long before = acknowledged.get();
				Awaitility.await().atMost(OpenStore.PATIENCE).until(() -> acknowledged.get() > before + 20);
				redis.restart();
			}
			long after = acknowledged.get();
			Awaitility.await().atMost(OpenStore.PATIENCE).until(() -> acknowledged.get() > after + 20);
			over.set(true);
			assertThat(CompletableFuture.runAsync(() -> join(load))).succeedsWithin(OpenStore.PATIENCE);
			assertThat(store.figures("w").spent()).isBetween(acknowledged.get(), acknowledged.get() + unknown.get());
		}
	}

	@Test
	void closingLeavesNoCallOpen() {
		try (EmbeddedRedis redis = EmbeddedRedis.version7().start();
				OpenStore direct = OpenStore.on(redis.connectionFactory()).connected();
				OpenStore store = direct.beside(redis.connectionFactory(), TIMEOUT).connected()) {
			direct.topUp("w", 1_000);
			redis.pause();
			List<CompletableFuture<?>> calls = new ArrayList<>();
			for (int call = 0; call < 200; call++) {
				calls.add(store.send(Consume.of("w", 1)));
			}
			store.close();
			assertThat(calls).allMatch(CompletableFuture::isDone);
			redis.resume();
		}
	}

	private static void consumeUntil(AtomicBoolean over, OpenStore store, AtomicLong acknowledged, AtomicLong unknown) {
		while (!over.get()) {
			try {
				store.apply(Consume.of("w", 1));
				acknowledged.incrementAndGet();
			}
			catch (OutcomeUnknownException ex) {
				unknown.incrementAndGet();
			}
			catch (StoreUnavailableException ex) {
				// said to be not applied, so it must not be counted
			}
		}
	}

	private static Throwable errorOf(CompletableFuture<?> call) {
		return call.handle((outcome, error) -> error).orTimeout(30, TimeUnit.SECONDS).join();
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
