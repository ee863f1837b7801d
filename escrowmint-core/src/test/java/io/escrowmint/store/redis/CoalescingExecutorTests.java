package io.escrowmint.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeResult;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.StoreUnavailableException;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.redis.TransportException.Kind;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every call gets exactly one answer, whatever becomes of its script, its executor or its
 * neighbours.
 */
@Timeout(60)
class CoalescingExecutorTests {

	private static final Duration TIMEOUT = Duration.ofMillis(400);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ScriptedRunner redis = new ScriptedRunner();

	private final CoalescingExecutor executor = executor(PATIENCE);

	private CoalescingExecutor executor(Duration timeout) {
		return new CoalescingExecutor(this.redis, new KeySpace("p", 4), StoreOptions.DEFAULTS.withTimeout(timeout));
	}

	@AfterEach
	void close() {
		this.executor.close();
	}

	@Test
	void callThatWaitsForItsRetryEndsWhenTheStoreIsClosed() throws Exception {
		for (int round = 0; round < 20; round++) {
			CoalescingExecutor closing = executor(PATIENCE);
			CompletableFuture<ConsumeResult> call = closing.execute(Exchanges.of(Consume.of("w", 1)));
			this.redis.next().completeExceptionally(notRun());
			closeWithoutRedis(closing);
			assertThat(call).failsWithin(PATIENCE)
				.withThrowableThat()
				.withCauseInstanceOf(StoreUnavailableException.class);
		}
	}

	@Test
	void callsOnTheirWayGetTheirAnswersWhileTheStoreCloses() throws Exception {
		CompletableFuture<ConsumeResult> call = this.executor.execute(Exchanges.of(Consume.of("w", 1)));
		CompletableFuture<List<Object>> reply = this.redis.next();
		Thread closing = new Thread(this.executor::close);
		closing.start();
		reply.complete(ScriptedRunner.answers("A 9 0 0"));
		assertThat(call).succeedsWithin(PATIENCE).matches(ConsumeResult::applied);
		closing.join();
		assertThat(this.executor.execute(Exchanges.of(Consume.of("w", 1)))).failsWithin(PATIENCE)
			.withThrowableThat()
			.withCauseInstanceOf(StoreUnavailableException.class);
	}

	@Test
	void unreadableAnswerHarmsNoNeighbour() throws Exception {
		CompletableFuture<ConsumeResult> plug = this.executor.execute(Exchanges.of(Consume.of("plug", 1)));
		CompletableFuture<ConsumeResult> harmed = this.executor.execute(Exchanges.of(Consume.of("w", 1)));
		CompletableFuture<ConsumeResult> neighbour = this.executor.execute(Exchanges.of(Consume.of("v", 1)));
		this.redis.next().complete(ScriptedRunner.answers("A 9 0 0"));
		this.redis.next().complete(List.of(List.of(), KeySpace.utf8("A 9 0 0")));
		assertThat(plug).succeedsWithin(PATIENCE);
		assertThat(neighbour).succeedsWithin(PATIENCE);
		assertThat(harmed).failsWithin(PATIENCE).withThrowableThat().withCauseInstanceOf(OutcomeUnknownException.class);
	}

	@Test
	void allAreSentAgainWithTheKeysOfEventsIfTheyAreWritten() throws Exception {
		CompletableFuture<ConsumeResult> plug = this.executor.execute(Exchanges.of(Consume.of("plug", 1)));
		List<CompletableFuture<ConsumeResult>> calls = Stream.of("w", "v", "u")
			.map((wallet) -> this.executor.execute(Exchanges.of(Consume.of(wallet, 1))))
			.toList();
		this.redis.next().complete(List.of(9L));
		this.redis.next().complete(ScriptedRunner.answers("Q"));
		// one by itself, then the others
		this.redis.next().complete(List.of(8L));
		this.redis.next().complete(List.of(7L, 6L));
		assertThat(plug).succeedsWithin(PATIENCE).returns(9L, ConsumeResult::available);
		assertThat(calls).map((call) -> call.get(10, TimeUnit.SECONDS).available())
			.containsExactlyInAnyOrder(8L, 7L, 6L);
	}

	@Test
	void answerToSomebodyElseIsNobodys() throws Exception {
		CompletableFuture<ConsumeResult> plug = this.executor.execute(Exchanges.of(Consume.of("plug", 1)));
		List<CompletableFuture<ConsumeResult>> calls = Stream.of("w", "v")
			.map((wallet) -> this.executor.execute(Exchanges.of(Consume.of(wallet, 1))))
			.toList();
		this.redis.next().complete(List.of(9L));
		this.redis.next().complete(List.of(8L));
		assertThat(plug).succeedsWithin(PATIENCE);
		assertThat(calls).allSatisfy((call) -> assertThat(call).failsWithin(PATIENCE)
			.withThrowableThat()
			.withCauseInstanceOf(OutcomeUnknownException.class));
	}

	@Test
	void callThatIsGivenUpWhileItsAnswerIsReadIsNotSaidToBeUndone() throws Exception {
		CompletableFuture<ConsumeResult> call = null;
		while (call == null) {
			call = givenUpWhileItsAnswerIsRead();
		}
		assertThat(call).failsWithin(PATIENCE).withThrowableThat().withCauseInstanceOf(OutcomeUnknownException.class);
	}

	/**
	 * The timer gives up the calls of a batch one by one, and between two of them the
	 * answer arrives. Here it waits at the first until the second's answer is read.
	 * @return the second call, or nothing if both were not due in the same tick
	 */
	private @Nullable CompletableFuture<ConsumeResult> givenUpWhileItsAnswerIsRead() throws Exception {
		try (CoalescingExecutor hasty = executor(TIMEOUT)) {
			CountDownLatch givingUp = new CountDownLatch(1);
			CountDownLatch reading = new CountDownLatch(1);
			CountDownLatch givenUp = new CountDownLatch(1);
			AtomicBoolean arisen = new AtomicBoolean();
			hasty.execute(Exchanges.of(Consume.of("plug", 1)));
			CompletableFuture<List<Object>> plug = this.redis.next();
			hasty.execute(Exchanges.of(Consume.of("w", 1))).whenComplete((result, error) -> {
				givingUp.countDown();
				pass(reading);
			});
			Exchange<ConsumeResult> read = Exchanges.of(Consume.of("w", 1));
			CompletableFuture<ConsumeResult> call = hasty.execute(new Exchange<>(read.verb(), read.wallet(),
					read.arguments(), read.plain(), read.repeatable(), read.identity(), (reply) -> {
						reading.countDown();
						arisen.set(pass(givenUp));
						return read.read().apply(reply);
					}));
			call.whenComplete((result, error) -> givenUp.countDown());
			plug.complete(List.of(9L));
			CompletableFuture<List<Object>> replies = this.redis.nextWithin(TIMEOUT);
			if (replies != null && pass(givingUp)) {
				replies.complete(List.of(8L, 7L));
			}
			return arisen.get() ? call : null;
		}
	}

	private static boolean pass(CountDownLatch latch) {
		try {
			return latch.await(2, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void lostReplyIsRepeatedOnlyUnderAKey() throws Exception {
		CompletableFuture<ConsumeResult> unkeyed = this.executor.execute(Exchanges.of(Consume.of("w", 1)));
		this.redis.next().completeExceptionally(new IllegalStateException("connection reset"));
		assertThat(unkeyed).failsWithin(PATIENCE)
			.withThrowableThat()
			.withCauseInstanceOf(OutcomeUnknownException.class);
		assertThat(this.redis.isQuiet()).isTrue();
		CompletableFuture<ConsumeResult> keyed = this.executor.execute(Exchanges.of(Consume.of("w", 1).key("k")));
		this.redis.next().completeExceptionally(new IllegalStateException("connection reset"));
		this.redis.next().complete(ScriptedRunner.answers("A 9 0 1"));
		assertThat(keyed).succeedsWithin(PATIENCE).matches(ConsumeResult::replayed);
	}

	@Test
	void keyedCallOfWhichOneAttemptWasLostNeverSaysNotApplied() throws Exception {
		try (CoalescingExecutor hasty = executor(TIMEOUT)) {
			CompletableFuture<ConsumeResult> keyed = hasty.execute(Exchanges.of(Consume.of("w", 1).key("k")));
			this.redis.next().completeExceptionally(new IllegalStateException("connection reset"));
			while (!keyed.isDone()) {
				CompletableFuture<List<Object>> reply = this.redis.nextWithin(Duration.ofMillis(100));
				if (reply != null) {
					reply.completeExceptionally(notRun());
				}
			}
			assertThat(keyed).failsWithin(PATIENCE)
				.withThrowableThat()
				.withCauseInstanceOf(OutcomeUnknownException.class);
		}
	}

	@Test
	void lateReplyOfAnAbandonedBatchMovesNobodyElse() throws Exception {
		try (CoalescingExecutor hasty = executor(Duration.ofSeconds(4))) {
			CompletableFuture<ConsumeResult> slow = hasty.execute(Exchanges.of(Consume.of("w", 1)));
			CompletableFuture<List<Object>> late = this.redis.next();
			assertThat(slow).failsWithin(PATIENCE)
				.withThrowableThat()
				.withCauseInstanceOf(OutcomeUnknownException.class);
			AtomicInteger answered = new AtomicInteger();
			CompletableFuture<ConsumeResult> next = hasty.execute(Exchanges.of(Consume.of("w", 1)));
			next.thenRun(answered::incrementAndGet);
			CompletableFuture<List<Object>> reply = this.redis.next();
			late.complete(ScriptedRunner.answers("A 9 0 0"));
			assertThat(answered).hasValue(0);
			reply.complete(ScriptedRunner.answers("A 8 0 0"));
			assertThat(next).succeedsWithin(PATIENCE)
				.satisfies((result) -> assertThat(result.available()).isEqualTo(8));
		}
	}

	@Test
	void errorWhileTheNextAreSentHarmsNoneOfThoseBefore() throws Exception {
		CompletableFuture<ConsumeResult> before = this.executor.execute(Exchanges.of(Consume.of("w", 1)));
		CompletableFuture<ConsumeResult> next = this.executor.execute(Exchanges.of(Consume.of("w", 1)));
		this.executor.listen(new Broken());
		this.redis.next().complete(List.of(9L));
		assertThat(before).succeedsWithin(PATIENCE);
		assertThat(next).failsWithin(PATIENCE).withThrowableThat().withCauseInstanceOf(OutcomeUnknownException.class);
	}

	@Test
	void errorWhileCallsAreGivenUpEndsNotTheGivingUp() throws Exception {
		try (CoalescingExecutor hasty = executor(TIMEOUT)) {
			hasty.execute(Exchanges.of(Consume.of("w", 1)));
			this.redis.next();
			// later than the first, so that it is not given up with it but sent in its
			// place
			Awaitility.await().pollDelay(TIMEOUT.dividedBy(2)).until(() -> true);
			hasty.listen(new Broken());
			CompletableFuture<ConsumeResult> last = hasty.execute(Exchanges.of(Consume.of("w", 1)));
			assertThat(last).failsWithin(PATIENCE)
				.withThrowableThat()
				.withCauseInstanceOf(OutcomeUnknownException.class);
			hasty.listen(RedisStoreListener.NONE);
			assertThat(hasty.execute(Exchanges.of(Consume.of("w", 1)))).failsWithin(PATIENCE)
				.withThrowableThat()
				.withCauseInstanceOf(OutcomeUnknownException.class);
		}
	}

	private static final class Broken implements RedisStoreListener {

		@Override
		public void sent(int calls) {
			throw new NoClassDefFoundError("on purpose");
		}

		@Override
		public void scriptReloaded() {
			// is not
		}

	}

	// The retry may be on its way before the store is closed.
	private void closeWithoutRedis(CoalescingExecutor closing) throws InterruptedException {
		Thread close = new Thread(closing::close);
		close.start();
		while (close.isAlive()) {
			CompletableFuture<List<Object>> reply = this.redis.nextWithin(Duration.ofMillis(1));
			if (reply != null) {
				reply.completeExceptionally(notRun());
			}
		}
	}

	private static TransportException notRun() {
		return new TransportException(Kind.NOT_RUN, "not connected", null);
	}

}
