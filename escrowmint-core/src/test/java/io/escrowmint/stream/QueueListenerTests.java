package io.escrowmint.stream;

import java.io.IOError;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import io.escrowmint.stream.StreamStatus.Phase;
import io.escrowmint.testing.EmbeddedRedis;
import io.escrowmint.testing.FlakyProxy;
import io.escrowmint.testing.ProxyChaos;
import io.escrowmint.testing.TestRedis;
import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.XClaimArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

import static io.escrowmint.stream.StreamRig.QUICK;
import static io.escrowmint.stream.StreamRig.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Consumers of a group share its messages, recover what others have left, and let no
 * message that fails delay another.
 */
@Timeout(120)
class QueueListenerTests {

	/** After which nothing is taken over in the time of a test, unless it is older. */
	private static final Duration LONG = Duration.ofMinutes(10);

	private static final Duration LONG_AGO = Duration.ofHours(1);

	private final StreamRig rig = StreamRig.shared();

	private final Queue<Long> handled = new ConcurrentLinkedQueue<>();

	@AfterEach
	void close() throws Exception {
		this.rig.close();
	}

	private StreamContainer start(StreamOptions options, StreamRig.Check check) {
		return this.rig.start(this.rig.streams().listener(definition(check), options, StreamListener.NONE));
	}

	private QueueDefinition definition(StreamRig.Check check) {
		return QueueDefinition.of(this.rig.in(), "g", Numeral.class, (number, delivery) -> {
			check.accept(number.value());
			this.handled.add(number.value());
		});
	}

	private static void nothing(long number) {
	}

	private static StreamOptions claimingAfter(Duration time) {
		return new StreamOptions(QUICK.block(), QUICK.poll(), QUICK.batch(), QUICK.poison(), QUICK.maxDeliveries(),
				QUICK.backoffMin(), QUICK.backoffMax(), QUICK.ownership(), time, QUICK.maxBehind());
	}

	private static Long[] numbers(long first, long last) {
		return LongStream.rangeClosed(first, last).boxed().toArray(Long[]::new);
	}

	private long pending() {
		return this.rig.redis().xpending(this.rig.in(), "g").getCount();
	}

	private DeadLetters dead() {
		return this.rig.streams().deadLetters(this.rig.in(), "g");
	}

	/**
	 * Entries that a consumer has read, which has not been heard of for longer than
	 * anybody has to wait.
	 */
	private List<String> abandoned(int count) {
		this.rig.redis()
			.xgroupCreate(XReadArgs.StreamOffset.from(this.rig.in(), "0"), "g", XGroupCreateArgs.Builder.mkstream());
		List<String> ids = this.rig.redis()
			.xreadgroup(Consumer.from("g", "gone"), XReadArgs.Builder.count(count),
					XReadArgs.StreamOffset.lastConsumed(this.rig.in()))
			.stream()
			.map((message) -> message.getId())
			.toList();
		assertThat(ids).hasSize(count);
		heardOf(ids, LONG_AGO);
		return ids;
	}

	private void heardOf(List<String> ids, Duration ago) {
		this.rig.redis()
			.xclaim(this.rig.in(), Consumer.from("g", "gone"),
					XClaimArgs.Builder.justid().minIdleTime(0).idle(ago.toMillis()), ids.toArray(String[]::new));
	}

	@Test
	void consumersShareTheMessagesAndAcknowledgeThem() {
		// nobody takes over what another is slow to acknowledge
		StreamOptions patient = claimingAfter(LONG).withBatch(1);
		start(patient, QueueListenerTests::nothing);
		start(patient, QueueListenerTests::nothing);
		this.rig.add(1, 50);
		await().until(() -> this.handled.size() == 50);
		assertThat(this.handled).containsExactlyInAnyOrder(numbers(1, 50));
		await().until(() -> pending() == 0);
	}

	@Test
	void fifteenAbandonedEntriesWithOnePoisonAreRecoveredAtOnceButForThePoison() {
		this.rig.add(1, 15);
		abandoned(15);
		StreamOptions slow = new StreamOptions(Duration.ofMillis(50), Duration.ofMillis(10), 4,
				PoisonPolicy.DEAD_LETTER, 3, Duration.ofMinutes(2), Duration.ofMinutes(2), Duration.ofMillis(500), LONG,
				Duration.ofSeconds(60));
		long began = System.nanoTime();
		start(slow, (number) -> {
			if (number == 4) {
				throw new IllegalStateException("four");
			}
		});
		await().until(() -> this.handled.size() == 14);
		assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
		assertThat(this.handled).doesNotContain(4L).doesNotHaveDuplicates();
		await().until(() -> pending() == 1);
		this.rig.add(16, 20);
		await().until(() -> this.handled.size() == 19);
	}

	@Test
	void entriesThatWereFetchedAndNeverHandledAreNoPoison() {
		this.rig.add(1, 8);
		abandoned(8);
		start(QUICK.withPoison(PoisonPolicy.DEAD_LETTER, 1), QueueListenerTests::nothing);
		await().until(() -> pending() == 0);
		assertThat(this.handled).containsExactlyInAnyOrder(numbers(1, 8));
		assertThat(dead().list(null, 10)).isEmpty();
	}

	@Test
	void entryWhoseConsumersEndIsBuriedAfterOneDeliveryMoreThanCounts() {
		this.rig.add(1, 2);
		List<String> ids = abandoned(2);
		delivered(ids.get(0), QUICK.maxDeliveries());
		delivered(ids.get(1), QUICK.maxDeliveries() + 1);
		start(QUICK, QueueListenerTests::nothing);
		await().until(() -> pending() == 0);
		assertThat(this.handled).containsExactly(1L);
		assertThat(dead().list(null, 10)).singleElement().satisfies((letter) -> {
			assertThat(letter.position()).startsWith(ids.get(1));
			assertThat(letter.message()).contains("4 times and never acknowledged");
		});
	}

	private void delivered(String id, int times) {
		this.rig.redis()
			.xclaim(this.rig.in(), Consumer.from("g", "gone"),
					XClaimArgs.Builder.justid().minIdleTime(0).idle(LONG_AGO.toMillis()).retryCount(times), id);
	}

	@Test
	void entryThatWasFetchedInVainAndFailsIsBuriedAfterMaxDeliveries() {
		AtomicInteger tries = new AtomicInteger();
		this.rig.add(1, 1);
		abandoned(1);
		start(claimingAfter(LONG), (number) -> {
			tries.incrementAndGet();
			throw new UnsupportedOperationException("one");
		});
		await().until(() -> dead().list(null, 10).size() == 1);
		assertThat(tries).hasValue(2);
		assertThat(dead().list(null, 10).get(0).deliveries()).isEqualTo(3);
		assertThat(dead().list(null, 10).get(0).message()).isEqualTo("one");
	}

	@Test
	void staleEntriesBehindFreshOnesAreFound() {
		this.rig.add(1, 60);
		heardOf(abandoned(60).subList(0, 50), Duration.ZERO);
		start(claimingAfter(LONG).withBatch(2), QueueListenerTests::nothing);
		await().until(() -> this.handled.size() == 10);
		assertThat(this.handled).containsExactlyInAnyOrder(numbers(51, 60));
	}

	@Test
	void poisonIsTriedAgainWithPausesAndThenDeadLetteredWithItsCause() {
		AtomicInteger tries = new AtomicInteger();
		start(QUICK, (number) -> {
			if (number == 2) {
				tries.incrementAndGet();
				throw new UnsupportedOperationException("two");
			}
		});
		this.rig.add(1, 3);
		await().until(() -> dead().list(null, 10).size() == 1);
		assertThat(tries).hasValue(3);
		await().until(() -> this.handled.size() == 2);
		assertThat(this.handled).containsExactlyInAnyOrder(1L, 3L);
		await().until(() -> pending() == 0);
		DeadLetter letter = dead().list(null, 10).get(0);
		assertThat(letter.error()).isEqualTo(UnsupportedOperationException.class.getName());
		assertThat(letter.message()).isEqualTo("two");
		assertThat(letter.deliveries()).isEqualTo(3);
		assertThat(letter.reader()).isEqualTo("g");
		assertThat(dead().replay(letter.id())).isTrue();
		await().until(() -> tries.get() == 6);
	}

	@Test
	void errorsOfAnyTypeMakePoison() {
		start(QUICK, (number) -> {
			if (number == 2) {
				throw new IOError(new IOException("disk"));
			}
		});
		this.rig.add(1, 3);
		await().until(() -> dead().list(null, 10).size() == 1);
		await().until(() -> pending() == 0);
		assertThat(this.handled).containsExactlyInAnyOrder(1L, 3L);
		assertThat(dead().list(null, 10)).extracting(DeadLetter::error).containsExactly(IOError.class.getName());
	}

	@Test
	void blockedMessageIsTriedForEverAndDelaysNobody() {
		AtomicBoolean mended = new AtomicBoolean();
		StreamContainer container = start(QUICK.withPoison(PoisonPolicy.BLOCK, 1), (number) -> {
			if (number == 1 && !mended.get()) {
				throw new IllegalStateException("one");
			}
		});
		this.rig.add(1, 4);
		await().until(() -> this.handled.size() == 3);
		await().until(() -> container.status().phase() == Phase.BLOCKED);
		mended.set(true);
		await().until(() -> this.handled.size() == 4);
		await().until(() -> container.status().phase() == Phase.RUNNING);
		assertThat(dead().list(null, 10)).isEmpty();
	}

	@Test
	void malformedEntriesAreDeadLetteredAtOnce() {
		start(QUICK, QueueListenerTests::nothing);
		this.rig.add(1, 1);
		this.rig.addPayload("no json");
		this.rig.redis().xadd(this.rig.in(), Map.of("other", "field"));
		this.rig.add(2, 2);
		await().until(() -> this.handled.size() == 2);
		await().until(() -> dead().list(null, 10).size() == 2);
		assertThat(dead().list(null, 10)).allMatch((letter) -> letter.deliveries() == 1);
		await().until(() -> pending() == 0);
	}

	@Test
	void deadLettersThatCannotBeWrittenLoseNoMessage() {
		String dead = new StreamKeys(this.rig.prefix()).deadLetters(this.rig.in(), "g");
		this.rig.redis().set(dead, "foreign");
		StreamContainer container = start(QUICK, QueueListenerTests::nothing);
		this.rig.addPayload("no json");
		this.rig.add(1, 1);
		await().until(() -> container.status().phase() == Phase.BLOCKED);
		await().until(() -> this.handled.size() == 1);
		this.rig.redis().del(dead);
		await().until(() -> dead().list(null, 10).size() == 1);
	}

	@Test
	void streamOfAnotherTypeOrWithoutItsGroupStopsTheLoopForAsLongAsItLasts() {
		this.rig.redis().set(this.rig.in(), "foreign");
		StreamContainer container = start(QUICK, QueueListenerTests::nothing);
		await().until(() -> container.status().phase() == Phase.RECOVERING);
		this.rig.redis().del(this.rig.in());
		this.rig.add(1, 2);
		await().until(() -> this.handled.size() == 2);
		this.rig.redis().xgroupDestroy(this.rig.in(), "g");
		this.rig.add(3, 3);
		await().until(() -> this.handled.contains(3L));
	}

	@Test
	void entryThatWaitedForAnotherHasAllItsTimeToBeHandled() {
		AtomicLong idle = new AtomicLong(-1);
		this.rig.add(1, 2);
		start(claimingAfter(Duration.ofSeconds(20)), (number) -> {
			if (number == 1) {
				new CountDownLatch(1).await(1, TimeUnit.SECONDS);
			}
			else {
				idle.set(this.rig.redis()
					.xpending(this.rig.in(), "g", Range.unbounded(), Limit.from(1))
					.get(0)
					.getMsSinceLastDelivery());
			}
		});
		await().until(() -> this.handled.size() == 2);
		assertThat(idle.get()).isBetween(0L, 999L);
	}

	@Test
	void transactionCommitsBeforeTheAcknowledgment() {
		List<Long> pendingAtCommit = new CopyOnWriteArrayList<>();
		QueueTransaction transaction = (reader, delivery, work) -> {
			work.run();
			pendingAtCommit.add(pending());
		};
		this.rig.start(this.rig.streams()
			.listener(definition(QueueListenerTests::nothing).within(transaction), QUICK, StreamListener.NONE));
		this.rig.add(1, 1);
		await().until(() -> pendingAtCommit.size() == 1);
		assertThat(pendingAtCommit).containsExactly(1L);
		await().until(() -> pending() == 0);
	}

	@Test
	void transactionThatFailsByItselfMakesPoisonOfNoMessage() {
		AtomicInteger begun = new AtomicInteger();
		StreamContainer container = within((reader, delivery, work) -> {
			if (begun.incrementAndGet() < 4 * QUICK.maxDeliveries()) {
				throw new CannotCreateTransactionException("away");
			}
			work.run();
		});
		this.rig.add(1, 3);
		await().until(() -> container.status().phase() == Phase.RECOVERING);
		await().until(() -> this.handled.size() == 3);
		await().until(() -> pending() == 0);
		assertThat(this.handled).containsExactlyInAnyOrder(1L, 2L, 3L);
		assertThat(dead().list(null, 10)).isEmpty();
	}

	@Test
	void commitWithAnUnknownOutcomeIsRepeatedForAsLongAsItTakes() {
		AtomicInteger lost = new AtomicInteger();
		within((reader, delivery, work) -> {
			work.run();
			if (lost.incrementAndGet() < 4 * QUICK.maxDeliveries()) {
				throw new TransactionSystemException("lost", new SQLException("lost", "08006"));
			}
		});
		this.rig.add(1, 1);
		await().until(() -> lost.get() == 4 * QUICK.maxDeliveries());
		await().until(() -> pending() == 0);
		assertThat(dead().list(null, 10)).isEmpty();
	}

	@Test
	void messageWhoseCommitIsRefusedIsPoisonAlone() {
		within((reader, delivery, work) -> {
			work.run();
			if (delivery.message()
				.fields()
				.values()
				.stream()
				.anyMatch((value) -> new String(value, UTF_8).contains("2"))) {
				throw new TransactionSystemException("refused", new SQLException("two", "P0001"));
			}
		});
		this.rig.add(1, 3);
		await().until(() -> dead().list(null, 10).size() == 1);
		await().until(() -> pending() == 0);
		assertThat(dead().list(null, 10).get(0).deliveries()).isEqualTo(QUICK.maxDeliveries());
		assertThat(dead().list(null, 10).get(0).fields()).containsEntry("payload", "{\"value\":2}");
	}

	private StreamContainer within(QueueTransaction transaction) {
		return this.rig.start(this.rig.streams()
			.listener(definition(QueueListenerTests::nothing).within(transaction), QUICK, StreamListener.NONE));
	}

	@Test
	void messageInTheHandsOfAStoppedConsumerIsTakenOverAtOnce() {
		StreamOptions patient = claimingAfter(LONG);
		CountDownLatch entered = new CountDownLatch(1);
		StreamContainer first = start(patient, (number) -> {
			entered.countDown();
			new CountDownLatch(1).await(1, TimeUnit.MINUTES);
		});
		this.rig.add(1, 5);
		await().until(() -> entered.getCount() == 0);
		assertThat(StreamRig.isStoppedByAnInterrupt(first)).isTrue();
		assertThat(this.handled).isEmpty();
		start(patient, QueueListenerTests::nothing);
		await().until(() -> this.handled.size() == 5);
		assertThat(dead().list(null, 10)).isEmpty();
		assertThat(this.rig.redis().xinfoConsumers(this.rig.in(), "g")).hasSizeLessThanOrEqualTo(2);
	}

	/**
	 * A delivery whose reply is lost is a delivery, so that a few in a row make poison of
	 * a message: here that takes many.
	 */
	@Test
	void lostRepliesLoseNoMessage() throws Exception {
		try (FlakyProxy proxy = FlakyProxy.before(TestRedis.shared().uri())) {
			RedisStreams streams = this.rig.streams(proxy.connectionFactory());
			StreamOptions options = QUICK.withBatch(4).withPoison(PoisonPolicy.DEAD_LETTER, 100);
			StreamContainer container = this.rig
				.start(streams.listener(definition(QueueListenerTests::nothing), options, StreamListener.NONE));
			try (ProxyChaos chaos = proxy.chaos(5, Duration.ofMillis(60))) {
				for (int number = 1; number <= 200; number += 10) {
					this.rig.add(number, number + 9);
					int done = number;
					await().until(() -> this.handled.size() >= done);
				}
			}
			await().untilAsserted(() -> assertThat(this.handled).contains(numbers(1, 200)));
			await().until(() -> pending() == 0);
			assertThat(dead().list(null, 10)).isEmpty();
			assertThat(container.stop(Duration.ofSeconds(10))).isTrue();
		}
	}

	@Test
	void handlerThatLeavesItsThreadInterruptedEndsNoLoop() {
		AtomicBoolean first = new AtomicBoolean(true);
		start(QUICK, (number) -> {
			if (number == 3 && first.getAndSet(false)) {
				Thread.currentThread().interrupt();
			}
		});
		this.rig.add(1, 5);
		await().until(() -> this.handled.containsAll(List.of(numbers(1, 5))));
		await().until(() -> pending() == 0);
	}

	@Test
	void restartOfRedisIsSurvivedByGroupsToo() throws Exception {
		try (EmbeddedRedis redis = EmbeddedRedis.version62("appendonly yes", "appendfsync always").start();
				StreamRig own = StreamRig.on(redis.connectionFactory(), redis.client())) {
			Queue<Long> seen = new ConcurrentLinkedQueue<>();
			own.start(own.streams()
				.listener(QueueDefinition.of(own.in(), "g", Numeral.class,
						(number, delivery) -> seen.add(number.value())), QUICK, StreamListener.NONE));
			own.add(1, 5);
			redis.restart();
			own.add(6, 10);
			await().until(() -> seen.containsAll(List.of(numbers(1, 10))));
			own.redis().xgroupCreate(XReadArgs.StreamOffset.from(own.in(), "0"), "other");
			own.redis()
				.xreadgroup(Consumer.from("other", "gone"), XReadArgs.Builder.count(10),
						XReadArgs.StreamOffset.lastConsumed(own.in()));
			own.redis().xtrim(own.in(), 8);
			Queue<Long> rest = new ConcurrentLinkedQueue<>();
			own.start(own.streams()
				.listener(QueueDefinition.of(own.in(), "other", Numeral.class,
						(number, delivery) -> rest.add(number.value())), QUICK, StreamListener.NONE));
			await().until(() -> rest.size() == 8 && own.redis().xpending(own.in(), "other").getCount() == 0);
		}
	}

}
