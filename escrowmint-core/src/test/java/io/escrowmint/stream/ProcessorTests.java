package io.escrowmint.stream;

import java.io.IOError;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.escrowmint.redis.PrimaryConnections;
import io.escrowmint.stream.StreamStatus.Phase;
import io.escrowmint.testing.TestRedis;
import io.lettuce.core.Range;
import io.lettuce.core.RestoreArgs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.escrowmint.stream.StreamRig.QUICK;
import static io.escrowmint.stream.StreamRig.await;
import static io.escrowmint.stream.StreamRig.numbers;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a processor commits, and what it does about messages that fail.
 */
@Timeout(120)
class ProcessorTests {

	private final StreamRig rig = StreamRig.shared();

	@AfterEach
	void close() throws Exception {
		this.rig.close();
	}

	@Test
	void eachMessageCountsOnceAndInOrder() {
		this.rig.add(1, 50);
		ProcessorDefinition tally = this.rig.tally();
		StreamContainer container = this.rig.start(tally, QUICK);
		this.rig.add(51, 60);
		await().untilAsserted(() -> assertThat(this.rig.published()).isEqualTo(numbers(1, 60)));
		assertThat(this.rig.state(tally)).isEqualTo(new Tally(60, 1830));
		await().until(() -> container.status().phase() == Phase.RUNNING);
		await().until(() -> container.status().behind().toMillis() < 200);
	}

	@Test
	void stateOutlivesTheContainer() {
		ProcessorDefinition tally = this.rig.tally();
		StreamContainer first = this.rig.start(tally, QUICK);
		this.rig.add(1, 3);
		await().until(() -> this.rig.published().size() == 3);
		assertThat(first.stop(Duration.ofSeconds(5))).isTrue();
		assertThat(first.status().phase()).isEqualTo(Phase.STOPPED);
		this.rig.add(4, 5);
		first.start();
		await().untilAsserted(() -> assertThat(this.rig.published()).isEqualTo(numbers(1, 5)));
		assertThat(this.rig.state(tally)).isEqualTo(new Tally(5, 15));
	}

	@Test
	void handlerThatThrowsOnTheVeryFirstMessageLeavesNoTrace() {
		AtomicBoolean mended = new AtomicBoolean();
		List<Integer> seen = new CopyOnWriteArrayList<>();
		ProcessorDefinition list = ProcessorDefinition.of("list", this.rig.in(), Numbers.class, Numeral.class,
				(state, number, tx) -> {
					Numbers numbers = Objects.requireNonNullElseGet(state, Numbers::new);
					seen.add(numbers.values.size());
					numbers.values.add(number.value());
					tx.publish(this.rig.out(), Map.of("number", number.value()));
					if (!mended.get()) {
						throw new IllegalStateException("not yet");
					}
					return numbers;
				});
		this.rig.add(1, 3);
		StreamContainer container = this.rig.start(list, QUICK.withPoison(PoisonPolicy.BLOCK, 2));
		await().until(() -> container.status().phase() == Phase.BLOCKED && seen.size() > 4);
		assertThat(container.status().isHealthy()).isFalse();
		assertThat(container.status().error()).contains("not yet");
		assertThat(this.rig.redis().hmget(this.rig.key(list), "state", "position"))
			.noneMatch((field) -> field.hasValue());
		assertThat(this.rig.redis().exists(this.rig.out())).isZero();
		mended.set(true);
		await().untilAsserted(() -> assertThat(this.rig.published()).isEqualTo(numbers(1, 3)));
		assertThat(seen.subList(0, seen.size() - 2)).containsOnly(0);
		assertThat(this.rig.redis().hget(this.rig.key(list), "state")).isEqualTo("{\"values\":[1,2,3]}");
		await().until(() -> container.status().isHealthy());
	}

	@Test
	void stateThatAFailedAttemptChangedInPlaceIsForgotten() {
		AtomicInteger failures = new AtomicInteger();
		ProcessorDefinition list = ProcessorDefinition.of("list", this.rig.in(), Numbers.class, Numeral.class,
				(state, number, tx) -> {
					Numbers numbers = Objects.requireNonNullElseGet(state, Numbers::new);
					numbers.values.add(number.value());
					if (number.value() == 2 && failures.incrementAndGet() <= 2) {
						throw new IllegalStateException("two");
					}
					return numbers;
				});
		StreamContainer container = this.rig.start(list, QUICK);
		this.rig.add(1, 1);
		await().until(() -> "{\"values\":[1]}".equals(this.rig.redis().hget(this.rig.key(list), "state")));
		this.rig.add(2, 3);
		await().until(() -> failures.get() == 3);
		await().until(() -> container.status().isHealthy());
		await().untilAsserted(
				() -> assertThat(this.rig.redis().hget(this.rig.key(list), "state")).isEqualTo("{\"values\":[1,2,3]}"));
	}

	@Test
	void failureInsideABatchKeepsNothingThatCameAfterIt() {
		AtomicInteger failures = new AtomicInteger();
		ProcessorDefinition tally = this.rig.tally((number) -> {
			if (number == 5 && failures.incrementAndGet() <= 2) {
				throw new IllegalStateException("five");
			}
		});
		this.rig.add(1, 20);
		this.rig.start(tally, QUICK);
		await().untilAsserted(() -> assertThat(this.rig.published()).isEqualTo(numbers(1, 20)));
		assertThat(this.rig.state(tally)).isEqualTo(new Tally(20, 210));
		assertThat(failures).hasValue(3);
	}

	@Test
	void poisonGoesToTheDeadLettersWithItsCauseAfterMaxDeliveries() {
		AtomicInteger tries = new AtomicInteger();
		ProcessorDefinition tally = this.rig.tally((number) -> {
			if (number == 3) {
				tries.incrementAndGet();
				throw new UnsupportedOperationException("three");
			}
		});
		this.rig.add(1, 5);
		this.rig.start(tally, QUICK);
		await().untilAsserted(() -> assertThat(this.rig.published()).isEqualTo(List.of(1L, 2L, 4L, 5L)));
		assertThat(this.rig.state(tally)).isEqualTo(new Tally(4, 12));
		assertThat(tries).hasValue(4);
		List<DeadLetter> dead = this.rig.streams().deadLetters(tally).list(null, 10);
		assertThat(dead).singleElement().satisfies((letter) -> {
			assertThat(letter.stream()).isEqualTo(this.rig.in());
			assertThat(letter.reader()).isEqualTo("tally");
			assertThat(letter.deliveries()).isEqualTo(3);
			assertThat(letter.error()).isEqualTo(UnsupportedOperationException.class.getName());
			assertThat(letter.message()).isEqualTo("three");
			assertThat(letter.fields()).containsExactly(Map.entry("payload", "{\"value\":3}"));
		});
	}

	@Test
	void errorsOfAnyTypeMakePoison() {
		ProcessorDefinition tally = this.rig.tally((number) -> {
			if (number == 3) {
				throw new IOError(new IOException("disk"));
			}
		});
		this.rig.add(1, 5);
		this.rig.start(tally, QUICK);
		await().untilAsserted(() -> assertThat(this.rig.published()).isEqualTo(List.of(1L, 2L, 4L, 5L)));
		assertThat(this.rig.streams().deadLetters(tally).list(null, 10)).extracting(DeadLetter::error)
			.containsExactly(IOError.class.getName());
	}

	@Test
	void errorsOfTheMachineAreNotCountedAgainstTheMessage() {
		AtomicInteger errors = new AtomicInteger();
		ProcessorDefinition tally = this.rig.tally((number) -> {
			if (number == 3 && errors.incrementAndGet() <= 3) {
				throw new InternalError("the machine");
			}
		});
		this.rig.add(1, 5);
		this.rig.start(tally, QUICK.withPoison(PoisonPolicy.DEAD_LETTER, 1));
		await().untilAsserted(() -> assertThat(this.rig.published()).isEqualTo(numbers(1, 5)));
		assertThat(this.rig.streams().deadLetters(tally).list(null, 10)).isEmpty();
	}

	@Test
	void stateWhoseWriterThrowsAnErrorIsPoison() {
		ProcessorDefinition unwritable = ProcessorDefinition.of("unwritable", this.rig.in(), Unwritable.class,
				Numeral.class, (state, number, tx) -> (number.value() == 3) ? new Unwritable() : null);
		this.rig.add(1, 3);
		this.rig.start(unwritable, QUICK);
		await().until(() -> this.rig.streams().deadLetters(unwritable).list(null, 10).size() == 1);
		assertThat(this.rig.streams().deadLetters(unwritable).list(null, 10)).extracting(DeadLetter::message)
			.containsExactly("The state cannot be written");
	}

	@Test
	void deadLetterIsReplayedOrDiscardedOnce() {
		AtomicBoolean mended = new AtomicBoolean();
		ProcessorDefinition tally = this.rig.tally((number) -> {
			if (!mended.get()) {
				throw new IllegalStateException("broken");
			}
		});
		this.rig.add(1, 2);
		this.rig.start(tally, QUICK);
		DeadLetters letters = this.rig.streams().deadLetters(tally);
		await().until(() -> letters.list(null, 10).size() == 2);
		mended.set(true);
		List<DeadLetter> dead = letters.list(null, 10);
		assertThat(letters.list(dead.get(0).id(), 10)).containsExactly(dead.get(1));
		assertThat(letters.replay(dead.get(0).id())).isTrue();
		assertThat(letters.replay(dead.get(0).id())).isFalse();
		assertThat(letters.discard(dead.get(1).id())).isTrue();
		assertThat(letters.discard(dead.get(1).id())).isFalse();
		await().untilAsserted(() -> assertThat(this.rig.published()).containsExactly(1L));
		assertThat(letters.list(null, 10)).isEmpty();
	}

	@Test
	void publishToAKeyOfAnotherTypeCommitsNothingAndIsDeadLettered() {
		ProcessorDefinition tally = ProcessorDefinition.of("tally", this.rig.in(), Tally.class, Numeral.class,
				(state, number, tx) -> {
					tx.publish(this.rig.out(), Map.of("number", number.value()));
					if (number.value() == 4) {
						tx.publish(this.rig.in() + ":text", "any");
					}
					return Tally.add(state, number.value());
				});
		this.rig.redis().set(this.rig.in() + ":text", "foreign");
		this.rig.add(1, 3);
		String third = this.rig.redis().xrevrange(this.rig.in(), Range.unbounded()).get(0).getId();
		this.rig.add(4, 4);
		StreamContainer container = this.rig.start(tally, QUICK.withPoison(PoisonPolicy.BLOCK, 2));
		await().until(() -> container.status().phase() == Phase.BLOCKED);
		assertThat(this.rig.position(tally)).isEqualTo(third);
		assertThat(this.rig.published()).isEqualTo(numbers(1, 3));
		assertThat(this.rig.state(tally)).isEqualTo(new Tally(3, 6));
		container.stop(Duration.ofSeconds(5));
		this.rig.add(5, 6);
		this.rig.start(tally, QUICK);
		await().untilAsserted(() -> assertThat(this.rig.published()).isEqualTo(List.of(1L, 2L, 3L, 5L, 6L)));
		assertThat(this.rig.state(tally)).isEqualTo(new Tally(5, 17));
		// A try that the stop has cut off is counted, and leaves no cause of its own.
		assertThat(this.rig.streams().deadLetters(tally).list(null, 10)).singleElement()
			.satisfies((letter) -> assertThat(letter.message()).containsAnyOf(this.rig.in() + ":text",
					"ended while it handled"));
	}

	@Test
	void malformedEntriesAreDeadLetteredAtOnceAndDelayNobody() {
		this.rig.add(1, 1);
		this.rig.addPayload("no json");
		this.rig.redis().xadd(this.rig.in(), Map.of("other", "field"));
		this.rig.addPayload("null");
		this.rig.add(2, 2);
		ProcessorDefinition tally = this.rig.tally();
		this.rig.start(tally,
				new StreamOptions(Duration.ofMillis(50), Duration.ofMillis(10), 8, PoisonPolicy.DEAD_LETTER, 3,
						Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMillis(500), Duration.ofSeconds(1),
						Duration.ofSeconds(5)));
		await().untilAsserted(() -> assertThat(this.rig.published()).isEqualTo(numbers(1, 2)));
		assertThat(this.rig.streams().deadLetters(tally).list(null, 10)).extracting(DeadLetter::error)
			.containsExactly(MalformedMessageException.class.getName(), MalformedMessageException.class.getName(),
					MalformedMessageException.class.getName());
	}

	@Test
	void malformedEntryBlocksIfThatIsThePolicy() {
		this.rig.add(1, 1);
		this.rig.addPayload("no json");
		this.rig.add(2, 2);
		StreamContainer container = this.rig.start(this.rig.tally(), QUICK.withPoison(PoisonPolicy.BLOCK, 2));
		await().until(() -> container.status().phase() == Phase.BLOCKED);
		assertThat(this.rig.published()).isEqualTo(numbers(1, 1));
	}

	@Test
	void deadLettersThatCannotBeWrittenLoseNoMessage() {
		ProcessorDefinition tally = this.rig.tally();
		String dead = new StreamKeys(this.rig.prefix()).deadLetters(tally);
		this.rig.redis().set(dead, "foreign");
		this.rig.add(1, 1);
		this.rig.addPayload("no json");
		this.rig.add(2, 2);
		StreamContainer container = this.rig.start(tally, QUICK);
		await().until(() -> container.status().phase() == Phase.BLOCKED);
		assertThat(this.rig.published()).isEqualTo(numbers(1, 1));
		this.rig.redis().del(dead);
		await().untilAsserted(() -> assertThat(this.rig.published()).isEqualTo(numbers(1, 2)));
		assertThat(this.rig.streams().deadLetters(tally).list(null, 10)).hasSize(1);
	}

	@Test
	void sourceAndStateOfAnotherTypeStopTheLoopForAsLongAsTheyLast() {
		ProcessorDefinition tally = this.rig.tally();
		this.rig.redis().set(this.rig.in(), "foreign");
		StreamContainer container = this.rig.start(tally, QUICK);
		await().until(() -> container.status().phase() == Phase.RECOVERING);
		this.rig.redis().del(this.rig.in());
		this.rig.add(1, 2);
		await().untilAsserted(() -> assertThat(this.rig.published()).isEqualTo(numbers(1, 2)));
		container.stop(Duration.ofSeconds(5));
		byte[] kept = this.rig.redis().dump(this.rig.key(tally));
		this.rig.redis().del(this.rig.key(tally));
		this.rig.redis().set(this.rig.key(tally), "foreign");
		container.start();
		await().until(() -> container.status().phase() == Phase.RECOVERING);
		// At once: the loop begins anew wherever it finds nothing.
		this.rig.redis().restore(this.rig.key(tally), kept, RestoreArgs.Builder.ttl(0).replace());
		this.rig.add(3, 3);
		await().untilAsserted(() -> assertThat(this.rig.published()).isEqualTo(numbers(1, 3)));
	}

	@Test
	void stateOfAnOlderVersionIsMigrated() {
		ProcessorDefinition first = ProcessorDefinition.of("tally", this.rig.in(), Long.class, Numeral.class,
				(sum, number, tx) -> (sum != null) ? sum + number.value() : number.value());
		this.rig.add(1, 3);
		StreamContainer old = this.rig.start(first, QUICK);
		await().until(() -> "6".equals(this.rig.redis().hget(this.rig.key(first), "state")));
		old.stop(Duration.ofSeconds(5));
		ProcessorDefinition second = this.rig.tally()
			.keeping(new StateFormat(Tally.class, 2, (version, state) -> "{\"count\":3,\"sum\":" + state + "}"));
		this.rig.add(4, 4);
		this.rig.start(second, QUICK);
		await().until(() -> "2".equals(this.rig.redis().hget(this.rig.key(second), "version")));
		assertThat(this.rig.state(second)).isEqualTo(new Tally(4, 10));
	}

	@Test
	void instanceThatCannotReadTheStateLeavesTheProcessorToOneThatCan() {
		ProcessorDefinition outdated = this.rig.tally();
		ProcessorDefinition current = outdated.keeping(new StateFormat(Tally.class, 2, StateMigrator.NONE));
		this.rig.add(1, 1);
		StreamContainer first = this.rig.start(current, QUICK);
		await().until(() -> this.rig.published().size() == 1);
		assertThat(first.stop(Duration.ofSeconds(10))).isTrue();
		StreamContainer behind = this.rig.start(outdated, QUICK);
		this.rig.add(2, 2);
		await().until(() -> String.valueOf(behind.status().error()).contains("written by a newer one"));
		assertThat(behind.status().isHealthy()).isFalse();
		this.rig.start(current, QUICK);
		await().untilAsserted(() -> assertThat(this.rig.published()).isEqualTo(numbers(1, 2)));
		await().until(() -> behind.status().phase() == Phase.STANDBY);
		this.rig.add(3, 3);
		await().untilAsserted(() -> assertThat(this.rig.published()).isEqualTo(numbers(1, 3)));
		assertThat(this.rig.state(current)).isEqualTo(new Tally(3, 6));
	}

	@Test
	void standbyAsksAsOftenAsAnOwnerRenews() throws Exception {
		Duration ownership = Duration.ofMinutes(1);
		ProcessorDefinition tally = this.rig.tally();
		StreamCalls calls = new StreamCalls(new PrimaryConnections(TestRedis.shared().connectionFactory()));
		assertThat(new RedisCommits(calls, this.rig.key(tally), "other", ownership).claim().isOwned()).isTrue();
		Processing processing = new Processing(tally, owning(ownership), StreamRig.CODEC, "dead", (stream) -> {
		});
		ProcessorTask task = new ProcessorTask("tally", processing,
				new RedisStreamSource(calls, this.rig.in(), QUICK.block(),
						new KnownReader(calls, this.rig.in(), "readers", "", false, ownership)),
				new RedisCommits(calls, this.rig.key(tally), "me", ownership), StreamListener.NONE);
		assertThat(Duration.ofNanos(task.step(new Progress()))).isBetween(ownership.dividedBy(3),
				ownership.dividedBy(3).plus(QUICK.backoffMax()));
		task.reset();
	}

	@Test
	void batchHasTheWholeOwnershipHoweverLongItsMessagesWereWaitedFor() {
		String key = this.rig.key(this.rig.tally());
		AtomicLong left = new AtomicLong();
		ProcessorDefinition tally = this.rig.tally((number) -> left.set(owned(key)));
		this.rig.start(tally, owning(Duration.ofSeconds(10)));
		await().until(() -> this.rig.redis().hexists(key, "until") && owned(key) < 7_500);
		this.rig.add(1, 1);
		await().until(() -> this.rig.published().size() == 1);
		assertThat(left).hasValueGreaterThan(8_500);
	}

	private static StreamOptions owning(Duration ownership) {
		return new StreamOptions(QUICK.block(), QUICK.poll(), QUICK.batch(), QUICK.poison(), QUICK.maxDeliveries(),
				QUICK.backoffMin(), QUICK.backoffMax(), ownership, QUICK.claimAfter(), QUICK.maxBehind());
	}

	/**
	 * For how many milliseconds a processor is left alone.
	 */
	private long owned(String key) {
		List<String> time = this.rig.redis().time();
		long now = Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000;
		return Long.parseLong(this.rig.redis().hget(key, "until")) - now;
	}

	@Test
	void secondOwnerStandsByAndTakesOverWhenTheFirstStops() {
		ProcessorDefinition tally = this.rig.tally();
		StreamOptions patient = new StreamOptions(Duration.ofMillis(50), Duration.ofMillis(10), 8,
				PoisonPolicy.DEAD_LETTER, 3, Duration.ofMillis(5), Duration.ofMillis(100), Duration.ofSeconds(8),
				Duration.ofMillis(300), Duration.ofSeconds(5));
		StreamContainer first = this.rig.start(tally, patient);
		await().until(() -> first.status().phase() == Phase.RUNNING);
		StreamContainer second = this.rig.start(tally, patient);
		this.rig.add(1, 5);
		await().until(() -> this.rig.published().size() == 5);
		await().until(() -> second.status().phase() == Phase.STANDBY);
		assertThat(second.status().isHealthy()).isTrue();
		first.stop(Duration.ofSeconds(5));
		this.rig.add(6, 9);
		await().untilAsserted(() -> assertThat(this.rig.published()).isEqualTo(numbers(1, 9)));
		await().until(() -> second.status().phase() == Phase.RUNNING);
	}

	@Test
	void ownersThatRobEachOtherNeverBothCommit() {
		StreamOptions greedy = new StreamOptions(Duration.ofMillis(5), Duration.ofMillis(1), 4,
				PoisonPolicy.DEAD_LETTER, 3, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(10),
				Duration.ofMillis(300), Duration.ofSeconds(5));
		AtomicInteger calls = new AtomicInteger();
		AtomicInteger fenced = new AtomicInteger();
		ProcessorDefinition tally = this.rig.tally((number) -> {
			if (calls.incrementAndGet() % 7 == 0) {
				new CountDownLatch(1).await(25, TimeUnit.MILLISECONDS);
			}
		});
		StreamListener listener = new StreamListener() {

			@Override
			public void fenced(String container) {
				fenced.incrementAndGet();
			}

		};
		this.rig.add(1, 300);
		for (int owner = 0; owner < 3; owner++) {
			this.rig.start(this.rig.streams().processor(tally, greedy, listener));
		}
		await().until(() -> this.rig.published().size() >= 300);
		assertThat(this.rig.published()).isEqualTo(numbers(1, 300));
		assertThat(this.rig.state(tally)).isEqualTo(new Tally(300, 45150));
		assertThat(fenced).hasPositiveValue();
		assertThat(calls).hasValueGreaterThan(300);
	}

	@Test
	void startAndStopAreIdempotentAndStopWaits() {
		CountDownLatch entered = new CountDownLatch(1);
		ProcessorDefinition tally = this.rig.tally((number) -> {
			entered.countDown();
			new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
		});
		StreamContainer container = this.rig.start(tally, QUICK);
		container.start();
		this.rig.add(1, 1);
		await().until(() -> entered.getCount() == 0);
		assertThat(container.stop(Duration.ofSeconds(30))).isTrue();
		assertThat(this.rig.published()).containsExactly(1L);
		assertThat(container.isRunning()).isFalse();
		assertThat(container.stop(Duration.ofSeconds(30))).isTrue();
	}

	@Test
	void startAfterAStopThatTimedOutGoesOnAndTheHandlerThatOutlastedItCommitsNothing() throws Exception {
		CompletableFuture<Thread> entered = new CompletableFuture<>();
		CompletableFuture<Void> released = new CompletableFuture<>();
		ProcessorDefinition tally = this.rig.tally((number) -> {
			if (entered.complete(Thread.currentThread())) {
				// goes on waiting when it is interrupted
				released.join();
			}
		});
		StreamContainer container = this.rig.start(tally, QUICK);
		this.rig.add(1, 5);
		Thread outlasting = entered.get(30, TimeUnit.SECONDS);
		assertThat(container.stop(Duration.ofMillis(20))).isFalse();
		container.start();
		await().untilAsserted(() -> assertThat(this.rig.published()).isEqualTo(numbers(1, 5)));
		released.complete(null);
		await().until(() -> !outlasting.isAlive());
		assertThat(this.rig.published()).isEqualTo(numbers(1, 5));
		assertThat(this.rig.state(tally)).isEqualTo(new Tally(5, 15));
		assertThat(container.isRunning()).isTrue();
	}

	@Test
	void handlerThatDoesNotEndIsInterruptedAndCommitsNothing() {
		CountDownLatch entered = new CountDownLatch(1);
		ProcessorDefinition tally = this.rig.tally((number) -> {
			entered.countDown();
			new CountDownLatch(1).await();
		});
		StreamContainer container = this.rig.start(tally, QUICK);
		this.rig.add(1, 1);
		await().until(() -> entered.getCount() == 0);
		assertThat(StreamRig.isStoppedByAnInterrupt(container)).isTrue();
		assertThat(this.rig.published()).isEmpty();
		assertThat(this.rig.streams().deadLetters(tally).list(null, 1)).isEmpty();
	}

	@Test
	void lastTryThatIsCutShortByAStopIsNoPoison() {
		CountDownLatch entered = new CountDownLatch(1);
		AtomicBoolean mended = new AtomicBoolean();
		ProcessorDefinition tally = this.rig.tally((number) -> {
			if (!mended.get()) {
				entered.countDown();
				new CountDownLatch(1).await();
			}
		});
		this.rig.add(1, 1);
		this.rig.redis().hset(this.rig.key(tally), Map.of("takes", "1", "tries", "0", "tries_at", "0-1"));
		StreamContainer container = this.rig.start(tally, QUICK.withPoison(PoisonPolicy.DEAD_LETTER, 1));
		await().until(() -> entered.getCount() == 0);
		assertThat(StreamRig.isStoppedByAnInterrupt(container)).isTrue();
		assertThat(this.rig.redis().hget(this.rig.key(tally), "tries")).isEqualTo("1");
		assertThat(this.rig.streams().deadLetters(tally).list(null, 1)).isEmpty();
	}

	@Test
	void handlerThatLeavesItsThreadInterruptedEndsNoLoop() {
		AtomicBoolean first = new AtomicBoolean(true);
		ProcessorDefinition tally = this.rig.tally((number) -> {
			if (number == 3 && first.getAndSet(false)) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException("a library was interrupted");
			}
		});
		StreamContainer container = this.rig.start(tally, QUICK);
		this.rig.add(1, 5);
		await().untilAsserted(() -> assertThat(this.rig.published()).isEqualTo(numbers(1, 5)));
		await().until(() -> container.status().isHealthy());
	}

	@Test
	void listenerThatThrowsAnErrorEndsNoLoop() {
		AtomicInteger restarts = new AtomicInteger();
		StreamListener listener = new StreamListener() {

			@Override
			public void restarted(String container, Throwable error) {
				restarts.incrementAndGet();
				throw new NoClassDefFoundError("of the listener");
			}

		};
		this.rig.redis().set(this.rig.in(), "foreign");
		this.rig.start(this.rig.streams().processor(this.rig.tally(), QUICK, listener));
		await().until(() -> restarts.get() > 0);
		this.rig.redis().del(this.rig.in());
		this.rig.add(1, 3);
		await().untilAsserted(() -> assertThat(this.rig.published()).isEqualTo(numbers(1, 3)));
	}

	@Test
	void containerThatFallsBehindSaysSo() {
		StreamOptions strict = new StreamOptions(Duration.ofMillis(50), Duration.ofMillis(10), 1, PoisonPolicy.BLOCK, 1,
				Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(500), Duration.ofMillis(300),
				Duration.ofMillis(300));
		AtomicBoolean mended = new AtomicBoolean();
		ProcessorDefinition tally = this.rig.tally((number) -> {
			if (!mended.get()) {
				throw new IllegalStateException("stuck");
			}
		});
		this.rig.add(1, 3);
		StreamContainer container = this.rig.start(tally, strict);
		await().until(() -> container.status().isTooFarBehind());
		assertThat(container.status().behind()).isGreaterThan(Duration.ofMillis(300));
		mended.set(true);
		await().until(() -> container.status().isHealthy() && !container.status().isTooFarBehind());
	}

	/**
	 * A state that lacks a class when it is written.
	 */
	static final class Unwritable {

		public long getValue() {
			throw new NoClassDefFoundError("of the state");
		}

	}

	/**
	 * A state that breaks the rule to be immutable.
	 */
	static final class Numbers {

		public List<Long> values = new ArrayList<>();

	}

}
