package io.escrowmint.store.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.model.Consume;
import io.escrowmint.model.ConsumeResult;
import io.escrowmint.model.OutcomeUnknownException;
import io.escrowmint.model.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A lane says "not applied" only of what it never sends.
 */
class CallLaneTests {

	private static final long LATER = 1_000;

	private final List<Batch> sent = new ArrayList<>();

	private final CallLane lane = new CallLane(2, this.sent::add);

	@Test
	void callThatWasGivenUpIsNeverSent() {
		Call<ConsumeResult> call = call(0);
		call.giveUp();
		this.lane.submit(call);
		assertThat(this.sent).isEmpty();
		assertThat(this.lane.isIdle()).isTrue();
		assertThat(call.future()).failsWithin(java.time.Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(StoreUnavailableException.class);
	}

	@Test
	void callThatIsHandedToTheSenderMayBeAppliedFromThenOn() {
		List<Call<ConsumeResult>> given = new ArrayList<>();
		CallLane slow = new CallLane(2, (batch) -> given.forEach(Call::giveUp));
		given.add(call(0));
		slow.submit(given.get(0));
		assertThat(given.get(0).future()).failsWithin(java.time.Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(OutcomeUnknownException.class);
	}

	@Test
	void overdueCallEndsBehindOneThatIsNot() {
		this.lane.submit(call(LATER));
		Call<ConsumeResult> patient = call(LATER);
		Call<ConsumeResult> overdue = call(0);
		this.lane.submit(patient);
		this.lane.submit(overdue);
		this.lane.expire(1);
		assertThat(overdue.isDone()).isTrue();
		assertThat(patient.isDone()).isFalse();
		this.lane.next(this.sent.get(0));
		assertThat(this.sent).hasSize(2);
		assertThat(this.sent.get(1).calls()).containsExactly(patient);
	}

	@Test
	void batchOfWhichAllAreOverdueFreesTheLaneOnce() {
		this.lane.submit(call(0));
		Call<ConsumeResult> next = call(LATER);
		Call<ConsumeResult> last = call(LATER);
		this.lane.submit(next);
		this.lane.expire(1);
		assertThat(this.sent).hasSize(2);
		this.lane.submit(last);
		this.lane.next(this.sent.get(0));
		assertThat(this.sent).hasSize(2);
		this.lane.next(this.sent.get(1));
		assertThat(this.sent.get(2).calls()).containsExactly(last);
	}

	@Test
	void placeIsNotFreedUnderABatchThatComesMeanwhile() throws Exception {
		CountDownLatch claimed = new CountDownLatch(1);
		CountDownLatch looked = new CountDownLatch(1);
		CountDownLatch filled = new CountDownLatch(1);
		Queue<Call<?>> waiting = new ConcurrentLinkedQueue<>() {

			@Override
			public Call<?> poll() {
				Call<?> next = super.poll();
				if (next == null) {
					claimed.countDown();
					await(looked);
				}
				return next;
			}

		};
		Call<ConsumeResult> overdue = call(0);
		overdue.future().whenComplete((done, ex) -> {
			looked.countDown();
			await(filled);
		});
		waiting.add(overdue);
		LanePlace place = new LanePlace(2);
		CompletableFuture<Batch> filling = CompletableFuture.supplyAsync(() -> place.fill(waiting));
		filling.whenComplete((batch, ex) -> filled.countDown());
		await(claimed);
		boolean freed = place.expire(1);
		assertThat(filling.get(10, TimeUnit.SECONDS)).isNotNull();
		assertThat(freed).isFalse();
		assertThat(place.expire(1)).isTrue();
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void batchIsNoLargerThanTheLimit() {
		this.lane.submit(call(LATER));
		for (int index = 0; index < 3; index++) {
			this.lane.submit(call(LATER));
		}
		this.lane.next(this.sent.get(0));
		assertThat(this.sent.get(1).calls()).hasSize(2);
		this.lane.next(this.sent.get(1));
		assertThat(this.sent.get(2).calls()).hasSize(1);
		this.lane.next(this.sent.get(2));
		assertThat(this.lane.isIdle()).isTrue();
	}

	@Test
	void secondBatchFollowsOneOfManyWalletsWhenAsManyCallsWait() {
		CallLane roomy = new CallLane(100, this.sent::add);
		roomy.submit(call(LATER, "first"));
		submit(roomy, "second", 3);
		assertThat(this.sent).hasSize(1);
		submit(roomy, "last", 1);
		assertThat(this.sent).hasSize(2);
		submit(roomy, "third", 10);
		assertThat(this.sent).as("two are on their way").hasSize(2);
		roomy.next(this.sent.get(0));
		assertThat(this.sent).hasSize(3);
		roomy.next(this.sent.get(1));
		submit(roomy, "fourth", 9);
		assertThat(this.sent).hasSize(3);
		submit(roomy, "last", 1);
		roomy.next(this.sent.get(2));
		roomy.next(this.sent.get(3));
		assertThat(this.sent).map((batch) -> batch.calls().size()).containsExactly(1, 4, 10, 10);
		assertThat(roomy.isIdle()).isTrue();
	}

	@Test
	void secondBatchFollowsOneOfAFewWalletsWhenMoreCallsWait() {
		CallLane roomy = new CallLane(100, this.sent::add);
		roomy.submit(call(LATER));
		submit(roomy, 3);
		roomy.next(this.sent.get(0));
		submit(roomy, 8);
		assertThat(this.sent).map((batch) -> batch.calls().size()).containsExactly(1, 3);
		submit(roomy, 1);
		assertThat(this.sent).map((batch) -> batch.calls().size()).containsExactly(1, 3, 9);
		submit(roomy, 26);
		roomy.next(this.sent.get(1));
		assertThat(this.sent).as("27 are worth it").hasSize(3);
		submit(roomy, 1);
		assertThat(this.sent).map((batch) -> batch.calls().size()).containsExactly(1, 3, 9, 27);
	}

	@Test
	void noMoreCallsWaitForASecondBatchThanAreWorthIt() {
		assertThat(CallLane.enoughBehind(batch(100, "w"))).isEqualTo(32);
		assertThat(CallLane.enoughBehind(batch(100, null))).isEqualTo(16);
	}

	private static Batch batch(int size, @Nullable String wallet) {
		List<Call<?>> calls = new ArrayList<>();
		for (int index = 0; index < size; index++) {
			calls.add(call(LATER, (wallet != null) ? wallet : "wallet-" + index));
		}
		return new Batch(calls);
	}

	@RepeatedTest(20)
	void noCallIsLeftBehindHoweverManyThreadsCall() throws Exception {
		int threads = 8;
		int each = 500;
		AtomicInteger underway = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		BlockingQueue<Batch> server = new LinkedBlockingQueue<>();
		CallLane busy = new CallLane(24, (batch) -> {
			most.accumulateAndGet(underway.incrementAndGet(), Math::max);
			server.add(batch);
		});
		ExecutorService callers = Executors.newFixedThreadPool(threads);
		try {
			for (int thread = 0; thread < threads; thread++) {
				String name = "wallet-" + thread + "-";
				callers.execute(() -> {
					for (int index = 0; index < each; index++) {
						busy.submit(call(LATER, name + index));
					}
				});
			}
			for (int left = threads * each; left > 0;) {
				Batch batch = server.poll(10, TimeUnit.SECONDS);
				assertThat(batch).as("%s calls are left", left).isNotNull();
				left -= batch.calls().size();
				underway.decrementAndGet();
				busy.next(batch);
			}
		}
		finally {
			callers.shutdownNow();
		}
		assertThat(most).hasValueLessThanOrEqualTo(2);
		assertThat(busy.isIdle()).isTrue();
	}

	@Test
	void callersAtTheEndOfTheirStackStopNobodyElse() throws Exception {
		BlockingQueue<Batch> server = new LinkedBlockingQueue<>();
		CallLane shared = new CallLane(24, server::add);
		submit(shared, "before", 32);
		for (int attempt = 0; attempt < 500; attempt++) {
			Thread deep = new Thread(null, () -> submitAtTheEndOfTheStack(shared, 0), "deep", 200_000 + 16 * attempt);
			deep.start();
			deep.join();
			server.forEach(shared::next);
			server.clear();
		}
		shared.expire(LATER);
		server.forEach(shared::next);
		server.clear();
		assertThat(shared.isIdle()).isTrue();
		Call<ConsumeResult> last = call(2 * LATER);
		shared.submit(last);
		assertThat(server).singleElement().satisfies((batch) -> assertThat(batch.calls()).containsExactly(last));
	}

	@Test
	void aPlaceThatWasFreedBeforeItWasFilledTakesNothing() {
		LanePlace place = new LanePlace(2);
		Queue<Call<?>> waiting = new ArrayDeque<>(List.of(call(LATER), call(LATER)));
		List<Call<?>> both = List.copyOf(waiting);
		assertThat(place.expire(0)).isTrue();
		assertThat(place.fill(waiting)).isNull();
		place.giveBack(waiting);
		assertThat(waiting).containsExactlyElementsOf(both);
	}

	private static void submitAtTheEndOfTheStack(CallLane lane, int depth) {
		try {
			if (depth < Integer.MAX_VALUE) {
				submitAtTheEndOfTheStack(lane, depth + 1);
			}
		}
		catch (StackOverflowError ex) {
			lane.submit(call(LATER));
		}
	}

	private static void submit(CallLane lane, int count) {
		for (int index = 0; index < count; index++) {
			lane.submit(call(LATER));
		}
	}

	private static void submit(CallLane lane, String name, int count) {
		for (int index = 0; index < count; index++) {
			lane.submit(call(LATER, name + index));
		}
	}

	private static Call<ConsumeResult> call(long deadline) {
		return call(deadline, "w");
	}

	private static Call<ConsumeResult> call(long deadline, String wallet) {
		return new Call<>(Exchanges.of(Consume.of(wallet, 1)), 0, deadline);
	}

}
